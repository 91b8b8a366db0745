package dev.sluice.calls;

import dev.sluice.text.RootCause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The journal cannot be read or listed. What was paid for is then not known, so that nothing is
 * sent; safe to run again.
 */
public final class JournalUnreachable extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  // What a Spark task throws reaches the driver as text alone.
  private static final Pattern IN_TEXT =
      Pattern.compile(Pattern.quote(JournalUnreachable.class.getName()) + ": ([^\\n]*)");

  private JournalUnreachable(String message, IOException cause) {
    super(message, cause);
  }

  /**
   * It cannot be reached.
   *
   * @param what the part that was wanted, for people
   */
  static JournalUnreachable at(String what, IOException cause) {
    String why = RootCause.firstLine(cause.getMessage(), "");
    return new JournalUnreachable(
        "the journal cannot be reached at %s (%s: %s), and nothing is sent without it; run again when it can be: nothing is paid twice"
            .formatted(what, cause.getClass().getSimpleName(), why),
        cause);
  }

  /** The one that a failure goes back to, in this process or in a Spark task. */
  public static Optional<JournalUnreachable> in(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof JournalUnreachable unreachable) {
        return Optional.of(unreachable);
      }
      Matcher text = IN_TEXT.matcher(String.valueOf(at.getMessage()));
      if (text.find()) {
        return Optional.of(new JournalUnreachable(text.group(1), new IOException(failure)));
      }
    }
    return Optional.empty();
  }
}
