package dev.sluice.step;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step did.
 *
 * @param headline one sentence with the numbers that matter
 * @param lines details for the summary, one per line
 * @param counts numbers for the run record, by name
 * @param wrote whether a table or file was written
 * @param next commands worth running next, best first
 */
public record StepReport(
    String headline,
    List<String> lines,
    Map<String, Long> counts,
    boolean wrote,
    List<String> next) {

  /** Copies what it is given. */
  public StepReport {
    lines = List.copyOf(lines);
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    next = List.copyOf(next);
  }

  /** Starts a report. */
  public static Builder of(String headline) {
    return new Builder(headline);
  }

  /** Collects a report. */
  public static final class Builder {
    private final String headline;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final List<String> next = new ArrayList<>();
    private boolean wrote;

    private Builder(String headline) {
      this.headline = headline;
    }

    /** Adds a detail line. */
    public Builder line(String line) {
      lines.add(line);
      return this;
    }

    /** Adds a number. */
    public Builder count(String name, long value) {
      counts.put(name, value);
      return this;
    }

    /** Says that something was written. */
    public Builder wrote() {
      wrote = true;
      return this;
    }

    /** Suggests a command. */
    public Builder next(String command) {
      next.add(command);
      return this;
    }

    /** The report. */
    public StepReport build() {
      return new StepReport(headline, lines, counts, wrote, next);
    }
  }
}
