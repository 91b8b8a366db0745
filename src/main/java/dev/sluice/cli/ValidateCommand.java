package dev.sluice.cli;

import dev.sluice.job.Checkup;
import dev.sluice.job.JobSpec;
import dev.sluice.job.LiveCheck;
import dev.sluice.step.ExitCode;
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
    name = "validate",
    mixinStandardHelpOptions = true,
    description =
        "Checks a job before it runs: the spec and its files, the key, the journal's store. Names"
            + " every problem at once; pays nothing without --live.")
final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SpecOptions spec;
  @Mixin private WarehouseOption warehouse;

  @Option(
      names = "--live",
      description =
          "Also send the shortest video through embed and analyze with your key, after printing"
              + " what it costs. Pays.")
  private boolean live;

  @Override
  public Integer call() throws Exception {
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
    if (bad) {
      return ExitCode.USAGE.number();
    }
    if (live) {
      Console console = new Console(command.commandLine().getErr());
      try (Termination termination = new Termination();
          Session session = Sessions.open("sluice validate " + job.job())) {
        LiveCheck check =
            new LiveCheck(
                warehouse.open(session.spark(), job.warehouse()), job, Clock.systemUTC(), console);
        return termination.ends(
            check::stop,
            () ->
                check
                    .run(
                        line -> {
                          out.println(line);
                          out.flush();
                        })
                    .number());
      }
    }
    return 0;
  }
}
