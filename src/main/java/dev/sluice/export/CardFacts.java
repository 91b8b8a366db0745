package dev.sluice.export;

import java.util.List;
import java.util.Map;

/**
 * What a dataset card says beside the manifest.
 *
 * @param labels how its items got their labels, most items first
 * @param recordings recordings that items were cut from
 * @param splitRecordings recordings with items in more than one split
 * @param splitContents contents with items in more than one split
 * @param named clusters that got a label, of the clusterings in it
 * @param abstained clusters that got none
 * @param spend what its vectors and labels cost, by operation
 * @param stated items by the licence that the manifest states of their videos; those without one
 *     under an empty text
 * @param licence what the job says about licences; empty for nothing
 */
record CardFacts(
    List<Labelling> labels,
    long recordings,
    long splitRecordings,
    long splitContents,
    long named,
    long abstained,
    List<Spend> spend,
    Map<String, Long> stated,
    String licence) {

  /**
   * Items labelled in one way.
   *
   * @param source {@code model} or {@code review}
   * @param model the model; null for a person
   * @param taxonomy name and version of the taxonomy; null for a person
   * @param promptHash SHA-256 of the prompt; null for a person
   * @param items how many
   * @param seconds their length together
   * @param truths how many had a ground truth in the manifest
   * @param lowest lowest confidence
   * @param mean mean confidence
   */
  record Labelling(
      String source,
      String model,
      String taxonomy,
      String promptHash,
      long items,
      double seconds,
      long truths,
      double lowest,
      double mean) {}

  /**
   * Paid works.
   *
   * @param operation what was asked
   * @param model the model that answered
   * @param works how many
   * @param units billed amount
   * @param unit of what
   * @param price by the price list that was in force
   * @param currency of the price
   */
  record Spend(
      String operation,
      String model,
      long works,
      double units,
      String unit,
      double price,
      String currency) {}
}
