package dev.sluice.export;

import dev.sluice.tables.ReleaseRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says which releases cannot be made again soon, because Delta lets go of what they cite. Pure. */
final class PinCheck {
  /** Kept less long than this, a pin is worth a word at once. */
  static final Duration WANTED = Duration.ofDays(365);

  private static final Duration SOON = Duration.ofDays(30);

  private PinCheck() {}

  /**
   * One sentence per thing to know.
   *
   * @param releases all releases; withdrawn ones are left out
   * @param retention how long the cited tables keep replaced versions, by table
   * @param now the time
   */
  static List<String> warnings(
      List<ReleaseRow> releases, Map<String, Duration> retention, Instant now) {
    List<String> warnings = new ArrayList<>();
    String brief =
        retention.entrySet().stream()
            .filter(table -> table.getValue().compareTo(WANTED) < 0)
            .map(table -> "%s %d days".formatted(table.getKey(), table.getValue().toDays()))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!brief.isEmpty()) {
      warnings.add(
          "old versions are kept for less than a year (%s): after that and a vacuum, releases cannot be made again; raise delta.deletedFileRetentionDuration and delta.logRetentionDuration"
              .formatted(brief));
    }
    Map<Instant, String> ending = new TreeMap<>();
    for (ReleaseRow release : releases) {
      Duration shortest =
          release.sourceVersions().keySet().stream()
              .filter(retention::containsKey)
              .map(retention::get)
              .min(Duration::compareTo)
              .orElse(WANTED);
      Instant end = release.createdAt().plus(shortest);
      if (!release.withdrawn() && end.minus(SOON).isBefore(now)) {
        ending.merge(end, release.name(), (a, b) -> a + ", " + b);
      }
    }
    if (!ending.isEmpty()) {
      warnings.add(
          "can be made again until %s at least, where their tables change: %s; their files stay"
              .formatted(
                  ending.keySet().iterator().next().toString().substring(0, 10),
                  String.join(", ", ending.values())));
    }
    return warnings;
  }
}
