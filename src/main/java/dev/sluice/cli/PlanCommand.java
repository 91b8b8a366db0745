package dev.sluice.cli;

import dev.sluice.job.JobSpec;
import dev.sluice.job.Plan;
import dev.sluice.job.Planner;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description =
        "Shows the work and the bill of a job before it is paid. Reads the manifest and brings the"
            + " videos table up to date, unless a run goes on. Calls nobody, unless the manifest names"
            + " videos at the provider: it is asked about those, free.")
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private SpecOptions spec;
  @Mixin private WarehouseOption warehouse;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    JobSpec job = spec.read();
    Console console = new Console(command.commandLine().getErr());
    return Termination.breaksOff(
        "sluice plan " + job.job(),
        spark -> {
          Plan plan =
              new Planner(warehouse.open(spark, job.warehouse()), job, Clock.systemUTC(), console)
                  .plan();
          console.end();
          print(plan, out);
          return 0;
        });
  }

  private static void print(Plan plan, PrintWriter out) {
    out.println(plan.manifest());
    out.printf(
        Locale.ROOT,
        "%-8s %-12s %9s %9s %9s %9s %9s %11s %12s%n",
        "step",
        "model",
        "works",
        "done",
        "in flight",
        "refused",
        "new",
        "minutes",
        plan.currency());
    for (Plan.Line line : plan.lines()) {
      out.printf(
          Locale.ROOT,
          "%-8s %-12s %9d %9d %9d %9d %9d %11.2f %12.4f%s%n",
          line.step(),
          line.model(),
          line.works(),
          line.done(),
          line.inFlight(),
          line.refused(),
          line.fresh(),
          line.minutes(),
          line.price(),
          line.upperBound() ? "  at most" : "");
    }
    out.printf(
        Locale.ROOT,
        "total: %s%.4f %s by the price list of %s%n",
        plan.lines().stream().anyMatch(Plan.Line::upperBound) ? "at most " : "",
        plan.total(),
        plan.currency(),
        plan.prices());
    out.println("time: " + plan.time());
    plan.notes().forEach(out::println);
    out.flush();
  }
}
