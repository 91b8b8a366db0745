package dev.sluice.cli;

import dev.sluice.job.Forget;
import dev.sluice.job.JobSpec;
import dev.sluice.step.ExitCode;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "forget",
    mixinStandardHelpOptions = true,
    description =
        "Takes videos down everywhere: what was uploaded, journal, answers, rows; marks releases that"
            + " held them as withdrawn, and keeps them out. The video files are yours and stay.")
final class ForgetCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SpecOptions spec;
  @Mixin private WarehouseOption warehouse;
  @Mixin private WaitOption wait;

  @Option(
      names = "--video",
      paramLabel = "ID",
      required = true,
      description = "The video_id. Repeatable.")
  private List<String> videos = new ArrayList<>();

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--delete-old-versions",
      description =
          "Delete at once the older versions of the tables, which still hold the videos: for all"
              + " videos, so that no earlier release can be made again, and no query may run"
              + " meanwhile. Without it they end with the retention of each table, by `maintain`.")
  private boolean deleteOldVersions;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    JobSpec job = spec.read();
    Console console = new Console(command.commandLine().getErr());
    return Termination.breaksOff(
        "sluice forget " + job.job(),
        spark -> {
          Forget forget =
              new Forget(warehouse.open(spark, job.warehouse()), job, Clock.systemUTC(), console);
          Forget.Outcome outcome =
              dryRun
                  ? new Forget.Outcome(forget.look(videos), ExitCode.DONE)
                  : forget.run(
                      videos,
                      wait.patience(),
                      deleteOldVersions ? Forget.OldVersions.DELETE : Forget.OldVersions.KEEP);
          console.end();
          outcome.lines().forEach(out::println);
          out.flush();
          return outcome.exit().number();
        });
  }
}
