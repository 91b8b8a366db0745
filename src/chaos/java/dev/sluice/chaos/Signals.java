package dev.sluice.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes of this run, by their ids. */
final class Signals {
  private Signals() {}

  /** Ends a process at once: it runs no more code of its own. */
  static void kill(long pid) {
    send("KILL", pid);
  }

  /** Stops a process: it keeps its connections and does nothing. */
  static void stop(long pid) {
    send("STOP", pid);
  }

  /** Lets a stopped process go on. */
  static void resume(long pid) {
    send("CONT", pid);
  }

  private static void send(String signal, long pid) {
    try {
      new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
