package dev.sluice.calls;

import dev.sluice.spend.FactName;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A fact could not be stored: nothing more is created until facts can be stored again. */
final class JournalUnwritable extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  JournalUnwritable(FactName fact, IOException cause) {
    super(
        "the journal cannot store "
            + fact.path()
            + " ("
            + cause.getMessage()
            + "); nothing more is created. Give it room or rights and run again: nothing is paid"
            + " twice",
        cause);
  }
}
