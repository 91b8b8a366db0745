package dev.sluice.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many curated items go into a release and how many do not.
 *
 * @param verdicts items that go in, by verdict
 * @param leftOut items that do not, by reason
 * @param labels items that go in, by who named them
 */
record Census(Map<String, Long> verdicts, Map<String, Long> leftOut, Map<String, Long> labels) {

  long included() {
    return verdicts.values().stream().mapToLong(Long::longValue).sum();
  }

  long leftOutItems() {
    return leftOut.values().stream().mapToLong(Long::longValue).sum();
  }

  long items() {
    return included() + leftOutItems();
  }

  /** For example {@code , 7 left out (unnamed)}; empty when nothing is. */
  String reasons() {
    if (leftOut.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    leftOut.forEach(
        (reason, n) ->
            parts.add(
                (leftOut.size() == 1 ? "" : n + " ")
                    + (reason.equals("no_vector") ? "without a vector" : reason)));
    return ", %d left out (%s)".formatted(leftOutItems(), String.join(", ", parts));
  }
}
