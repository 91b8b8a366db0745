package dev.sluice.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A video of an index. The provider fills in what it knows as it works on it.
 *
 * @param ref the video, also in search results
 * @param asset the asset it came from, if it came from one
 * @param createdAt when the provider accepted it, by the provider's clock
 * @param status the provider's word for its state; {@code ""} in the view that shows only what is
 *     ready
 * @param shown what is known of the file
 * @param userMetadata texts, numbers and truth values by name; lists do not show them everywhere
 */
public record IndexedVideo(
    ProviderRef ref,
    Optional<ProviderRef> asset,
    Instant createdAt,
    String status,
    Shown shown,
    Map<String, Object> userMetadata) {

  /**
   * What the provider shows of a file.
   *
   * @param fileName its name, or {@code ""}
   * @param durationSec its length, seconds
   * @param fps frames per second
   * @param width pixels
   * @param height pixels
   * @param sizeBytes its size
   */
  public record Shown(
      String fileName,
      OptionalDouble durationSec,
      OptionalDouble fps,
      OptionalInt width,
      OptionalInt height,
      OptionalLong sizeBytes) {}
}
