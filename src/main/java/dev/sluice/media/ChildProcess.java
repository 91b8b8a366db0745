package dev.sluice.media;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Runs one program to its end under limits, with no input, and takes its whole process tree down
 * when a limit is passed. Never hangs. Thread-safe.
 */
final class ChildProcess {
  /** Java reports death by signal n as 128 + n; FFmpeg's own codes lie outside this range. */
  private static final int SIGNALS = 128;

  private static final int LAST_SIGNAL = 31;
  private static final int STDERR_LIMIT = 64 * 1024;
  private static final long READER_GRACE_MS = 2_000;

  /** What a child inherits: enough to find libraries, no way out and none of our secrets. */
  private static final List<String> INHERITED =
      List.of("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");

  private ChildProcess() {}

  /**
   * What a child may use.
   *
   * @param wall time by the clock on the wall
   * @param outputBytes bytes on standard output
   * @param memoryBytes address space; ignored where the shell cannot limit it
   */
  record Limits(Duration wall, long outputBytes, long memoryBytes) {}

  /** How a child ended. */
  sealed interface Result {}

  /** It ended by itself. */
  record Exited(int code, byte[] output, String errors) implements Result {}

  /** A signal ended it: an assertion, a segmentation fault, the kernel's memory killer. */
  record Crashed(int signal, String errors) implements Result {}

  /** It was still running at the time limit and was killed. */
  record TimedOut(Duration limit, String errors) implements Result {}

  /** It wrote more than allowed and was killed. */
  record TooMuchOutput(long limit) implements Result {}

  /** It could not be started. */
  record NotStarted(String why) implements Result {}

  /**
   * Runs a program.
   *
   * @param command program and arguments, passed as they are, never through a shell's parser
   * @param environment variables on top of the few that are inherited
   * @throws CancellationException when this thread is interrupted; the child is dead by then
   */
  static Result run(List<String> command, Map<String, String> environment, Limits limits) {
    Process process;
    try {
      process = start(command, environment, limits);
    } catch (IOException e) {
      return new NotStarted(e.getMessage());
    }
    Reader output = new Reader(process.getInputStream(), limits.outputBytes(), process);
    Reader errors = new Reader(process.getErrorStream(), STDERR_LIMIT, null);
    try {
      boolean ended = process.waitFor(limits.wall().toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        killTree(process);
      }
      // A grandchild that escaped may hold the pipe open: its reader is left behind, not waited
      // for.
      output.join(READER_GRACE_MS);
      errors.join(READER_GRACE_MS);
      if (output.full()) {
        return new TooMuchOutput(limits.outputBytes());
      }
      if (!ended) {
        return new TimedOut(limits.wall(), errors.text());
      }
    } catch (InterruptedException e) {
      killTree(process);
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while " + command.get(0) + " was running");
    }
    int code = process.exitValue();
    if (code > SIGNALS && code <= SIGNALS + LAST_SIGNAL) {
      return new Crashed(code - SIGNALS, errors.text());
    }
    return new Exited(code, output.bytes(), errors.text());
  }

  private static Process start(List<String> command, Map<String, String> environment, Limits limits)
      throws IOException {
    List<String> limited = new ArrayList<>();
    limited.add("/bin/sh");
    limited.add("-c");
    limited.add("ulimit -c 0; ulimit -v \"$1\" 2>/dev/null; shift; exec \"$@\"");
    limited.add("sh");
    limited.add(Long.toString(limits.memoryBytes() / 1024));
    limited.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(limited);
    Map<String, String> env = builder.environment();
    env.keySet().retainAll(INHERITED);
    env.put("LC_ALL", "C");
    env.putAll(environment);
    return builder.redirectInput(new File("/dev/null")).start();
  }

  private static void killTree(Process process) {
    // Listed first: once the parent is dead its children are somebody else's.
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  /** Drains a pipe, so that the child never blocks on it, and keeps what fits. */
  private static final class Reader extends Thread {
    private final InputStream in;
    private final long limit;
    private final Process killWhenFull;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean full;

    Reader(InputStream in, long limit, Process killWhenFull) {
      super("sluice-child-output");
      this.in = in;
      this.limit = limit;
      this.killWhenFull = killWhenFull;
      setDaemon(true);
      start();
    }

    @Override
    public void run() {
      byte[] buffer = new byte[64 * 1024];
      try (in) {
        int n;
        while ((n = in.read(buffer)) >= 0) {
          if (!keep(buffer, n) && killWhenFull != null) {
            killTree(killWhenFull);
            return;
          }
        }
      } catch (IOException e) {
        // The pipe of a killed child breaks; its result says why it was killed.
        return;
      }
    }

    private synchronized boolean keep(byte[] buffer, int n) {
      int room = (int) Math.min(n, limit - kept.size());
      kept.write(buffer, 0, room);
      full = full || room < n;
      return !full;
    }

    synchronized boolean full() {
      return full;
    }

    synchronized byte[] bytes() {
      return kept.toByteArray();
    }

    synchronized String text() {
      return kept.toString(StandardCharsets.UTF_8).strip();
    }
  }
}
