package dev.sluice.chaos;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stretches between two facts of a work, in which a process can die. */
enum Gap {
  /** Nothing is stored yet. */
  PERMIT_AND_INTENT("permit and intent"),
  /** The create may have been sent. */
  INTENT_AND_CREATE("intent and create"),
  /** The provider has accepted it, and nobody else knows. */
  CREATE_AND_ID("create and id"),
  /** The provider works on it. */
  ID_AND_DONE("id and done"),
  /** The answer is in the journal, not in the tables. */
  DONE_AND_FOLD("done and fold");

  private final String label;

  Gap(String label) {
    this.label = label;
  }

  /** As the table says it. */
  String label() {
    return label;
  }

  /** How many kills fell into each. */
  static Map<Gap, Long> count(List<CrashLog.Event> events) {
    Map<Gap, Long> counts = new EnumMap<>(Gap.class);
    for (Gap gap : values()) {
      counts.put(
          gap,
          events.stream()
              .filter(event -> event.what().equals("killed"))
              .filter(event -> of(event.point()).equals(Optional.of(gap)))
              .count());
    }
    return counts;
  }

  private static Optional<Gap> of(String point) {
    return switch (point) {
      case "permit" -> Optional.of(PERMIT_AND_INTENT);
      case "intent" -> Optional.of(INTENT_AND_CREATE);
      case "sent" -> Optional.of(CREATE_AND_ID);
      case "created", "answered" -> Optional.of(ID_AND_DONE);
      case "done", "task-end", "folding" -> Optional.of(DONE_AND_FOLD);
      default -> Optional.empty();
    };
  }
}
