package dev.sluice.cli;

import dev.sluice.job.JobRunner;
import dev.sluice.job.JobSpec;
import dev.sluice.job.RunOutcome;
import dev.sluice.step.Progress;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the steps of a job. Pays for what was never paid before, and nothing else.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SpecOptions spec;
  @Mixin private WarehouseOption warehouse;
  @Mixin private WaitOption wait;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "STEP",
      description = "Run these steps alone.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--from", paramLabel = "STEP", description = "Start at this step.")
  private String from;

  @Option(names = "--until", paramLabel = "STEP", description = "Stop after this step.")
  private String until;

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "How progress is written to the error stream: text (default) or json.")
  private LogFormat log;

  private enum LogFormat {
    text,
    json
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    JobSpec job = spec.read();
    Console console = new Console(command.commandLine().getErr());
    Progress progress =
        log == LogFormat.json
            ? new JsonLog(command.commandLine().getErr(), job.job(), Clock.systemUTC())
            : console;
    progress.say("starting Spark");
    try (Termination termination = new Termination();
        Session session = Sessions.open("sluice run " + job.job())) {
      SparkSession spark = session.spark();
      Warehouse tables = warehouse.open(spark, job.warehouse());
      JobRunner runner = new JobRunner(tables, job, Clock.systemUTC(), progress);
      termination.asks(runner::stop);
      RunOutcome outcome = runner.run(only, from, until, wait.patience());
      console.end();
      new Summary(out)
          .print(
              outcome,
              tables.location(),
              new NextCommands(job, spec.file(), warehouse.asGiven() + spec.asGiven()));
      return termination.endsWith(outcome.exit().number());
    }
  }
}
