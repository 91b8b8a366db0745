package dev.sluice.cli;

import dev.sluice.export.ReleaseVerifier;
import dev.sluice.export.Verification;
import dev.sluice.job.Stores;
import dev.sluice.step.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Checks every byte of a release against its manifest.")
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private WarehouseOption warehouse;

  @Parameters(
      index = "0",
      paramLabel = "DIR",
      description = "The release's folder, or its name in this warehouse.")
  private String folder;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    Verification result = new ReleaseVerifier(Stores.hadoop()).verify(place());
    result.problems().forEach(out::println);
    out.printf(
        "%s: %d items in %d files, %d bytes, %s%n",
        result.name(),
        result.items(),
        result.files(),
        result.bytes(),
        result.ok() ? "all as the manifest says" : result.problems().size() + " problems");
    return result.ok() ? 0 : ExitCode.INPUT.number();
  }

  // A release is most often named as the summary of a run names it.
  private String place() {
    if (folder.contains("/") || Files.exists(Path.of(folder))) {
      return folder;
    }
    String location = warehouse.location(null);
    if (location.startsWith("catalog:")) {
      throw new IllegalArgumentException(
          "a catalog warehouse has no folder for releases: name the folder of %s, in what export.to says"
              .formatted(folder));
    }
    return location + "/_releases/" + folder;
  }
}
