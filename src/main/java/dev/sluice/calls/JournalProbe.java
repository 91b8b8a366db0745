package dev.sluice.calls;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;

/** Tries a journal's store with a race for names that are taken back. */
public final class JournalProbe {
  private JournalProbe() {}

  /**
   * What a store can do.
   *
   * @param excludes whether exactly one of several writers wins; else the store is weak, and only
   *     permits and the run lease exclude
   * @param how how a fact is stored, for people
   */
  public record Finding(boolean excludes, String how) {}

  /**
   * Lets threads of this process race. Free, leaves nothing behind.
   *
   * @param folder the journal's folder, with or without its scheme
   * @param hadoop settings of the file system
   * @throws UncheckedIOException when the folder cannot be written
   */
  public static Finding race(String folder, Configuration hadoop) {
    JournalStore store = JournalPlace.of(folder, hadoop).store();
    try {
      boolean one = StoreRace.oneWinner(store);
      return new Finding(one && store.excludes(), store.how());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": " + e.getMessage(), e);
    }
  }
}
