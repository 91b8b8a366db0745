package dev.sluice.cli;

import dev.sluice.job.JobSpec;
import dev.sluice.job.Maintenance;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "maintain",
    mixinStandardHelpOptions = true,
    description =
        "Keeps a warehouse small: small files put together, files that no readable version needs"
            + " and raw answers that are no longer needed deleted, the journal swept. Pays nothing.")
final class MaintainCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SpecOptions spec;
  @Mixin private WarehouseOption warehouse;
  @Mixin private WaitOption wait;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(
      names = "--journal-moved",
      description =
          "Only this: make calls.journal of the job the journal of the warehouse. You have copied"
              + " all of it there while no run went on; what is missing is refused.")
  private boolean journalMoved;

  @Override
  public Integer call() throws Exception {
    if (journalMoved && dryRun) {
      throw new IllegalArgumentException(
          "--journal-moved only compares and remembers; it cannot be tried with --dry-run");
    }
    PrintWriter out = command.commandLine().getOut();
    JobSpec job = spec.read();
    Console console = new Console(command.commandLine().getErr());
    return Termination.breaksOff(
        "sluice maintain " + job.job(),
        spark -> {
          Maintenance maintenance =
              new Maintenance(
                  warehouse.open(spark, job.warehouse()), job, Clock.systemUTC(), console);
          if (journalMoved) {
            maintenance.moveJournal(wait.patience());
            out.println("the journal of this warehouse is where the job says");
            return 0;
          }
          List<String> lines = dryRun ? maintenance.look() : maintenance.run(wait.patience());
          console.end();
          lines.forEach(out::println);
          out.flush();
          return 0;
        });
  }
}
