package dev.sluice.calls;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/** Tries a journal's store with a fact that is taken back. */
public final class JournalProbe {
  private JournalProbe() {}

  /**
   * Whether the store lets exactly one writer win.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public static boolean excludes(String folder, Configuration hadoop) {
    Journal journal = JournalPlace.of(folder, hadoop).open();
    FactName probe =
        new FactName(new WorkKey(WorkKey.sha256("probe " + UUID.randomUUID())), 1, FactKind.INTENT);
    try {
      byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
      boolean first = journal.putIfAbsent(probe, bytes);
      boolean second = journal.putIfAbsent(probe, bytes);
      journal.withdrawIntent(probe);
      return journal.excludes() && first && !second;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }
}
