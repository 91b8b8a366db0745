package dev.sluice.job;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run went.
 *
 * @param runId the run
 * @param exit how it ended
 * @param message why, when not well
 * @param steps what each step did, in order
 * @param bill what it cost
 * @param total time of the whole run
 */
public record RunOutcome(
    String runId,
    ExitCode exit,
    Optional<String> message,
    List<StepDone> steps,
    Bill bill,
    Duration total) {

  /**
   * A finished step.
   *
   * @param name its name
   * @param report what it did
   * @param took how long it took
   */
  public record StepDone(String name, StepReport report, Duration took) {}

  /**
   * Money.
   *
   * @param creates creates accepted in this run, uploads not counted
   * @param spent spent in this run
   * @param spentEver spent on this warehouse
   * @param currency of the price list in force
   * @param prices name of the price list in force
   * @param listName whose list prices are shown beside it; empty for none
   * @param listSpentEver what all calls on this warehouse would cost there
   * @param listCurrency its currency
   */
  public record Bill(
      long creates,
      double spent,
      double spentEver,
      String currency,
      String prices,
      String listName,
      double listSpentEver,
      String listCurrency) {}
}
