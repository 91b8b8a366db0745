package dev.sluice.provider;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A question about one video whose answer is one of a closed list of labels. {@link #identity()} is
 * part of the work key: its written form is final.
 *
 * @param model the model, for example {@code pegasus1.5}
 * @param prompt the question, free of paths, keys and ground truth
 * @param labels the closed list, in the taxonomy's order; the answer schema holds it as an enum
 * @param temperature 0 to 1
 * @param maxTokens longest answer, in tokens
 * @param span the part of the video asked about, or empty for all of it
 */
public record AnalyzeRequest(
    String model,
    String prompt,
    List<String> labels,
    double temperature,
    int maxTokens,
    Optional<Span> span) {

  /** The default of the first version, left out of work keys. */
  public static final double DEFAULT_TEMPERATURE = 0.2;

  /** The default of the first version, left out of work keys. */
  public static final int DEFAULT_MAX_TOKENS = 512;

  /** Copies the labels and rejects an empty question or list. */
  public AnalyzeRequest {
    labels = List.copyOf(labels);
    if (prompt.isBlank() || labels.isEmpty()) {
      throw new IllegalArgumentException("an analyze request needs a prompt and labels");
    }
  }

  /** Everything that can change the answer, except the model and the content. */
  public Map<String, Object> identity() {
    Map<String, Object> identity = new TreeMap<>();
    identity.put("prompt", prompt);
    identity.put("labels", labels);
    if (temperature != DEFAULT_TEMPERATURE) {
      identity.put("temperature", temperature);
    }
    if (maxTokens != DEFAULT_MAX_TOKENS) {
      identity.put("max_tokens", maxTokens);
    }
    span.ifPresent(
        s -> {
          identity.put("start_sec", s.startSec());
          identity.put("end_sec", s.endSec());
        });
    return identity;
  }
}
