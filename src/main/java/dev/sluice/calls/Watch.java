package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.VideoProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the provider's lists on the driver, one reader for the whole cluster, so that nobody polls
 * work by work. Reads only while somebody waits, and rests five times as long as a reading took.
 * Thread-safe. Pays nothing.
 */
final class Watch implements AutoCloseable {
  private static final Duration CLOCKS_APART = Duration.ofMinutes(5);
  private static final Duration STILL_WANTED = Duration.ofSeconds(30);
  private static final int REST = 5;

  private final VideoProvider provider;
  private final Set<String> operations;
  private final Duration every;
  private final Consumer<SpendingStopped> onFatal;
  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "sluice-lists");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Set<String> ended = Set.of();
  private volatile Optional<Set<String>> listed = Optional.empty();
  private volatile Instant from;
  private volatile long wantedAt;

  /**
   * Starts reading.
   *
   * @param operations whose tasks to list
   * @param every the shortest rest between two readings
   * @param onFatal told when lists can never be read again
   */
  Watch(
      VideoProvider provider,
      Set<String> operations,
      Clock clock,
      Duration every,
      Consumer<SpendingStopped> onFatal) {
    this.provider = provider;
    this.operations = operations;
    this.every = every;
    this.onFatal = onFatal;
    this.from = clock.instant();
    this.wantedAt = System.nanoTime() - STILL_WANTED.toNanos();
    next(Duration.ZERO);
  }

  /** Tasks created since then are of interest. */
  void follow(Instant oldest) {
    from = oldest;
  }

  /** Which of these have ended, by the last reading. */
  List<String> ended(List<String> refs) {
    wantedAt = System.nanoTime();
    Set<String> now = ended;
    return refs.stream().filter(now::contains).toList();
  }

  /** Whether the last reading went well and does not have it, ended or not. */
  boolean isMissing(String ref) {
    return listed.map(all -> !all.contains(ref)).orElse(false);
  }

  @Override
  public void close() {
    reader.shutdownNow();
  }

  private void next(Duration rest) {
    var unused = reader.schedule(this::read, rest.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void read() {
    long began = System.nanoTime();
    Duration asked = Duration.ZERO;
    if (began - wantedAt < STILL_WANTED.toNanos()) {
      try {
        List<Listed> all = new ArrayList<>();
        Instant since = from.minus(CLOCKS_APART);
        if (operations.contains(Works.EMBED)) {
          all.addAll(provider.embedder().createdSince(since));
        }
        if (operations.contains(Works.ANALYZE)) {
          all.addAll(provider.analyst().createdSince(since));
        }
        ended = refs(all.stream().filter(Listed::ended));
        listed = Optional.of(refs(all.stream()));
      } catch (ListingFailed e) {
        listed = Optional.empty();
        if (e.outcome() instanceof CallOutcome.Fatal fatal) {
          onFatal.accept(new SpendingStopped(SpendingStopped.Why.PROVIDER, fatal.message()));
        } else if (e.outcome() instanceof CallOutcome.Throttled throttled) {
          asked = throttled.pause();
        }
      } catch (RuntimeException e) {
        listed = Optional.empty();
        System.getLogger(Watch.class.getName())
            .log(System.Logger.Level.WARNING, "the provider's lists cannot be read", e);
      }
    }
    Duration took = Duration.ofNanos(REST * (System.nanoTime() - began));
    if (!reader.isShutdown()) {
      next(Collections.max(List.of(took, every, asked)));
    }
  }

  private static Set<String> refs(Stream<Listed> tasks) {
    return tasks.map(task -> task.ref().id()).collect(Collectors.toUnmodifiableSet());
  }
}
