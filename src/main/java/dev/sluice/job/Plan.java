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
   * @param works works in all
   * @param known works that are paid for or with the provider
   * @param fresh works that would be created
   * @param minutes minutes of media in fresh works
   * @param price price of fresh works
   * @param upperBound whether works, minutes and price are upper bounds
   */
  public record Line(
      String step,
      long works,
      long known,
      long fresh,
      double minutes,
      double price,
      boolean upperBound) {}
}
