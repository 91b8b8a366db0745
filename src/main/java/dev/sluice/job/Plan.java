package dev.sluice.job;

import java.util.List;

/**
 * What a job would do and cost.
 *
 * @param manifest what ingest says about the manifest
 * @param lines one per paid step
 * @param currency of the prices
 * @param prices name and date of the price list
 * @param time how long the rate limits make it take, in words
 * @param notes what a person should know
 */
public record Plan(
    String manifest,
    List<Line> lines,
    String currency,
    String prices,
    String time,
    List<String> notes) {

  /** Sum of all lines. */
  public double total() {
    return lines.stream().mapToDouble(Line::price).sum();
  }

  /**
   * One paid step.
   *
   * @param step its name
   * @param model the model that is paid
   * @param works works in all
   * @param done works that are answered
   * @param inFlight works that the provider has, or may have
   * @param refused works refused or given up before; see {@code quarantine}
   * @param fresh works that would be created
   * @param minutes minutes of media in fresh works
   * @param price price of fresh works
   * @param upperBound whether works, minutes and price are upper bounds
   */
  public record Line(
      String step,
      String model,
      long works,
      long done,
      long inFlight,
      long refused,
      long fresh,
      double minutes,
      double price,
      boolean upperBound) {}
}
