package dev.sluice.tables;

import dev.sluice.text.RootCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The store of a table does not answer. That is no answer about the table, which may be full of
 * what was paid for; safe to run again.
 */
public final class StoreUnreachable extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  /**
   * It cannot be reached.
   *
   * @param folder the table's folder
   */
  StoreUnreachable(String folder, IOException cause) {
    super(
        "the store of the table in %s does not answer (%s: %s); run again when it does: nothing is paid twice"
            .formatted(
                folder,
                cause.getClass().getSimpleName(),
                RootCause.firstLine(cause.getMessage(), "")),
        cause);
  }

  /** The one that a failure goes back to. */
  public static Optional<StoreUnreachable> in(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof StoreUnreachable unreachable) {
        return Optional.of(unreachable);
      }
    }
    return Optional.empty();
  }
}
