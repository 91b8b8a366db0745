package dev.sluice.provider;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which videos of an index are wanted; all conditions must hold. Start with {@link #ALL} and
 * narrow.
 *
 * @param fileName the exact name of the file
 * @param statuses any of these states, in the provider's words, for example {@code ready}
 * @param least lower bounds, included
 * @param most upper bounds, included
 * @param createdSince accepted at or after this
 * @param changedSince changed at or after this
 * @param userMetadata exact values by name
 */
public record VideoFilter(
    Optional<String> fileName,
    Set<String> statuses,
    Map<Measure, Double> least,
    Map<Measure, Double> most,
    Optional<Instant> createdSince,
    Optional<Instant> changedSince,
    Map<String, String> userMetadata) {

  /** What of a video can be bounded. */
  public enum Measure {
    /** Seconds. */
    DURATION,
    /** Frames per second. */
    FPS,
    /** Pixels. */
    WIDTH,
    /** Pixels. */
    HEIGHT,
    /** Bytes. */
    SIZE
  }

  /** Every video. */
  public static final VideoFilter ALL =
      new VideoFilter(
          Optional.empty(),
          Set.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Map.of());

  /** Copies what it is given. */
  public VideoFilter {
    statuses = Set.copyOf(statuses);
    least = Map.copyOf(least);
    most = Map.copyOf(most);
    userMetadata = Map.copyOf(userMetadata);
  }

  /** Only files of this name. */
  public VideoFilter named(String name) {
    return new VideoFilter(
        Optional.of(name), statuses, least, most, createdSince, changedSince, userMetadata);
  }

  /** Also videos in this state, in the provider's word; without any, the state does not matter. */
  public VideoFilter orStatus(String status) {
    Set<String> more = new TreeSet<>(statuses);
    more.add(status);
    return new VideoFilter(fileName, more, least, most, createdSince, changedSince, userMetadata);
  }

  /** Only videos of at least this. */
  public VideoFilter atLeast(Measure measure, double value) {
    Map<Measure, Double> more = new TreeMap<>(least);
    more.put(measure, value);
    return new VideoFilter(
        fileName, statuses, more, most, createdSince, changedSince, userMetadata);
  }

  /** Only videos of at most this. */
  public VideoFilter atMost(Measure measure, double value) {
    Map<Measure, Double> more = new TreeMap<>(most);
    more.put(measure, value);
    return new VideoFilter(
        fileName, statuses, least, more, createdSince, changedSince, userMetadata);
  }

  /** Only videos accepted at or after an instant, by the provider's clock. */
  public VideoFilter createdSince(Instant from) {
    return new VideoFilter(
        fileName, statuses, least, most, Optional.of(from), changedSince, userMetadata);
  }

  /** Only videos changed at or after an instant, by the provider's clock. */
  public VideoFilter changedSince(Instant from) {
    return new VideoFilter(
        fileName, statuses, least, most, createdSince, Optional.of(from), userMetadata);
  }

  /** Only videos whose user metadata hold this; numbers and truth values as text. */
  public VideoFilter with(String name, String value) {
    Map<String, String> more = new TreeMap<>(userMetadata);
    more.put(name, value);
    return new VideoFilter(fileName, statuses, least, most, createdSince, changedSince, more);
  }
}
