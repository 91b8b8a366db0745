package dev.sluice.cli;

import dev.sluice.job.RunOutcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What a person reads at the end of a run. */
final class Summary {
  private final PrintWriter out;

  Summary(PrintWriter out) {
    this.out = out;
  }

  void print(RunOutcome outcome, String warehouse, NextCommands next) {
    for (RunOutcome.StepDone step : outcome.steps()) {
      out.printf(
          Locale.ROOT,
          "%-8s %s  (%.1f s)%n",
          step.name(),
          step.report().headline(),
          step.took().toMillis() / 1000.0);
      step.report().lines().forEach(line -> out.println("           " + line));
      step.report().next().forEach(next::add);
    }
    if (!outcome.steps().isEmpty()) {
      bill(outcome.bill());
      out.printf(
          Locale.ROOT,
          "%-8s %.1f s, peak memory %s; run %s%n",
          "time",
          outcome.total().toMillis() / 1000.0,
          peakMemory(),
          outcome.runId());
    }
    outcome.message().ifPresent(message -> out.println("STOPPED  " + message));
    if (outcome.exit().number() != 0) {
      out.println("exit code " + outcome.exit().number() + "; tables: " + warehouse);
    }
    if (outcome.exit().number() == 0) {
      out.println();
      out.println("Next:");
      next.lines().forEach(line -> out.println("  " + line));
    }
    out.flush();
  }

  private void bill(RunOutcome.Bill bill) {
    out.printf(
        Locale.ROOT,
        "%-8s %d paid calls in this run, %.4f %s (prices: %s); %.4f %s on this warehouse so far%n",
        "spent",
        bill.creates(),
        bill.spent(),
        bill.currency(),
        bill.prices(),
        bill.spentEver(),
        bill.currency());
    if (!bill.listName().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "           the same work at the list price of %s: %.4f %s, tokens not counted%n",
          bill.listName(),
          bill.listSpentEver(),
          bill.listCurrency());
    }
  }

  private static String peakMemory() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM")) {
          return Long.parseLong(line.replaceAll("\\D+", "")) / 1024 + " MB";
        }
      }
    } catch (IOException e) {
      return "unknown";
    }
    return "unknown";
  }
}
