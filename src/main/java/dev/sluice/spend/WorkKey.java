package dev.sluice.spend;

import dev.sluice.media.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The name of a piece of paid work: SHA-256 over canonical JSON of all that can change its answer.
 * Equal keys are one work and are paid for once. The written form is final: changing it would pay
 * for every corpus again.
 *
 * @param value 64 lower-case hex digits
 */
public record WorkKey(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");
  private static final int KEY_VERSION = 1;

  /** Rejects anything but 64 hex digits. */
  public WorkKey {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a work key: " + value);
    }
  }

  /**
   * The key of a work.
   *
   * @param namespace the provider's namespace; never a host or a port
   * @param operation {@code asset}, {@code embed}, {@code embed_text}, {@code analyze} or {@code
   *     stored}
   * @param model the model asked for; empty for assets
   * @param contentIds what it is about, in order
   * @param request everything else that can change the answer; values equal to the default they had
   *     when introduced are left out
   */
  public static WorkKey of(
      String namespace,
      String operation,
      String model,
      List<String> contentIds,
      Map<String, Object> request) {
    Map<String, Object> identity = new TreeMap<>();
    identity.put("v", KEY_VERSION);
    identity.put("provider", namespace);
    identity.put("operation", operation);
    identity.put("model", model);
    identity.put("content", contentIds);
    identity.put("request", request);
    return new WorkKey(sha256(CanonicalJson.write(identity)));
  }

  /** SHA-256 of a text in UTF-8, as lower-case hex. */
  public static String sha256(String text) {
    return Sha256.hex(text);
  }

  @Override
  public String toString() {
    return value;
  }
}
