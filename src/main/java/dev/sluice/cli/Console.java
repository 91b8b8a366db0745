package dev.sluice.cli;

import dev.sluice.step.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Progress on the error stream: one line that is written over, or plain lines where it is a log.
 */
final class Console implements Progress {
  private final PrintWriter err;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private int width;

  Console(PrintWriter err) {
    this.err = err;
    this.terminal = Boolean.getBoolean("sluice.terminal");
  }

  @Override
  public void say(String line) {
    String text =
        String.format(Locale.ROOT, "%6.1f s  %s", (System.nanoTime() - start) / 1e9, line);
    if (terminal) {
      err.print("\r" + text + " ".repeat(Math.max(0, width - text.length())));
      width = text.length();
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Leaves the progress line. */
  void end() {
    if (terminal && width > 0) {
      err.print("\r" + " ".repeat(width) + "\r");
      err.flush();
    }
  }
}
