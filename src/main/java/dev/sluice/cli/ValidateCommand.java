package dev.sluice.cli;

import dev.sluice.job.Checkup;
import dev.sluice.job.JobSpec;
import dev.sluice.step.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description =
        "Checks a job before it runs: the spec and its files, the key, the journal's store. Names"
            + " every problem at once; pays nothing.")
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SpecOptions spec;
  @Mixin private WarehouseOption warehouse;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    JobSpec job = spec.read();
    List<Checkup.Finding> findings =
        new Checkup(job, warehouse.location(job.warehouse())).findings();
    boolean bad = false;
    for (Checkup.Finding finding : findings) {
      out.println((finding.ok() ? "ok       " : "PROBLEM  ") + finding.text());
      bad |= !finding.ok();
    }
    out.flush();
    return bad ? ExitCode.USAGE.number() : 0;
  }
}
