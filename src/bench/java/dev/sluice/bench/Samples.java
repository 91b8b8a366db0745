package dev.sluice.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where time goes: looks at every thread's stack twenty times a second and counts the innermost of
 * our own methods on it. Seconds of several threads add up.
 */
final class Samples implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final Pattern TASKS = Pattern.compile("Executor task launch worker.*|sluice-call");

  private final Map<String, Long> nanos = new HashMap<>();
  private final Thread sampler = new Thread(this::sample, "bench-samples");

  /** Starts looking. */
  Samples() {
    sampler.setDaemon(true);
    sampler.start();
  }

  /**
   * Seconds in one of our methods.
   *
   * @param where {@code driver} or {@code task}, and class and method
   * @param seconds how long
   */
  record Spent(String where, double seconds) {}

  /** What was seen so far, the longest first. */
  synchronized List<Spent> longest(int most) {
    List<Spent> all = new ArrayList<>();
    nanos.forEach((where, time) -> all.add(new Spent(where, time / 1e9)));
    all.sort(Comparator.comparingDouble(Spent::seconds).reversed());
    return all.subList(0, Math.min(most, all.size()));
  }

  @Override
  public void close() {
    sampler.interrupt();
  }

  private void sample() {
    long last = System.nanoTime();
    try {
      while (true) {
        Thread.sleep(EVERY.toMillis());
        long now = System.nanoTime();
        long passed = now - last;
        last = now;
        Thread.getAllStackTraces().forEach((thread, stack) -> count(thread, stack, passed));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void count(Thread thread, StackTraceElement[] stack, long passed) {
    for (StackTraceElement frame : stack) {
      String type = frame.getClassName();
      if (type.startsWith("dev.sluice.") && !type.startsWith("dev.sluice.bench.")) {
        String where =
            "%s.%s.%s"
                .formatted(
                    TASKS.matcher(thread.getName()).matches() ? "task" : "driver",
                    type.substring(type.lastIndexOf('.') + 1).replaceAll("[$].*", ""),
                    frame.getMethodName().replaceAll("lambda[$](\\w+)[$].*", "$1"));
        nanos.merge(where, passed, Long::sum);
        return;
      }
    }
  }
}
