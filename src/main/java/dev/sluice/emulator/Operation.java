package dev.sluice.emulator;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a client can create here; limits, faults and counters are kept per operation. */
public enum Operation {
  /** {@code POST /assets}, and the end of an upload in parts. */
  UPLOAD("POST /assets", 201),
  /** {@code POST /embed-v2/tasks}. */
  EMBED("POST /embed-v2/tasks", 202),
  /** {@code POST /analyze/tasks}. */
  ANALYZE("POST /analyze/tasks", 202);

  private final String route;
  private final int success;

  Operation(String route, int success) {
    this.route = route;
    this.success = success;
  }

  /** Lower-case name, as the log writes it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its method and path, as the log writes it. */
  public String route() {
    return route;
  }

  /** The HTTP status of an accepted create. */
  int success() {
    return success;
  }

  /** The operation of a route, if it is a create. */
  static Optional<Operation> at(String route) {
    return Arrays.stream(values()).filter(operation -> operation.route.equals(route)).findFirst();
  }

  /**
   * The operation of a lower-case name.
   *
   * @throws IllegalArgumentException naming the known ones
   */
  public static Operation of(String key) {
    for (Operation operation : values()) {
      if (operation.key().equals(key)) {
        return operation;
      }
    }
    throw new IllegalArgumentException("no operation " + key + "; known: upload, embed, analyze");
  }
}
