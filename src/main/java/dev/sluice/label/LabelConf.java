package dev.sluice.label;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.Models;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the label step. Only the taxonomy is required.
 *
 * @param taxonomy path of the taxonomy file
 * @param prompt path of the prompt template; by default the one that comes with Sluice
 * @param model the model to ask
 * @param representatives items asked per cluster, nearest to the centroid first, 1 or more
 * @param border items asked beside them, those nearest to another cluster, outliers apart; default
 *     0. A cluster whose border disagrees with its centre holds two things
 * @param random items asked beside those, from anywhere in the cluster; default 0
 * @param mixedItems items of a cluster that are asked each for itself, nearest first, when its
 *     representatives name several labels and none wins; default 0
 * @param minAgreement share of the representatives that must answer with the winning label, above 0
 *     to 1, itself included; answers that abstain or cannot be used count against it; default 0.6,
 *     so that of two both must agree
 * @param temperature 0 to 1
 * @param maxTokens longest answer, in tokens
 */
public record LabelConf(
    String taxonomy,
    String prompt,
    String model,
    Integer representatives,
    Integer border,
    Integer random,
    Integer mixedItems,
    Double minAgreement,
    Double temperature,
    Integer maxTokens) {

  /**
   * Fills in defaults.
   *
   * @throws IllegalArgumentException naming every wrong setting at once
   */
  public LabelConf {
    prompt = prompt == null ? "" : prompt;
    model = model == null ? "pegasus1.5" : model;
    representatives = representatives == null ? 2 : representatives;
    border = border == null ? 0 : border;
    random = random == null ? 0 : random;
    mixedItems = mixedItems == null ? 0 : mixedItems;
    minAgreement = minAgreement == null ? 0.6 : minAgreement;
    temperature = temperature == null ? AnalyzeRequest.DEFAULT_TEMPERATURE : temperature;
    maxTokens = maxTokens == null ? AnalyzeRequest.DEFAULT_MAX_TOKENS : maxTokens;
    List<String> problems = new ArrayList<>();
    if (taxonomy == null || taxonomy.isBlank()) {
      problems.add("taxonomy is missing: name the file with the labels");
    }
    try {
      Models.of(model, Models.Task.ANALYZE);
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    if (representatives < 1) {
      problems.add("representatives is 1 or more, not " + representatives);
    }
    if (border < 0 || random < 0 || mixedItems < 0) {
      problems.add("border, random and mixed-items are 0 or more");
    }
    if (!(minAgreement > 0 && minAgreement <= 1)) {
      problems.add("min-agreement is above 0 and at most 1, not " + minAgreement);
    }
    if (!(temperature >= 0 && temperature <= 1)) {
      problems.add("temperature is 0 to 1, not " + temperature);
    }
    if (maxTokens < 1) {
      problems.add("max-tokens is 1 or more, not " + maxTokens);
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("label: " + String.join("; ", problems));
    }
  }

  /** The most items of one cluster that can be asked about. */
  public int mostPerCluster() {
    return representatives + border + random + mixedItems;
  }
}
