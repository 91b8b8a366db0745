package dev.sluice.calls;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.sluice.spend.FactKind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What all spending of this driver process did, for Spark's metrics system. For watching, not for
 * bills: a repeated task may tell of the same work twice until its round has ended. Thread-safe.
 */
final class Meters {
  private static final List<Tally> TALLIES = new CopyOnWriteArrayList<>();

  private Meters() {}

  /** Counts one more spending in. */
  static void watch(Tally tally) {
    TALLIES.add(tally);
  }

  /** Adds the gauges to a registry; their names are in conf/README.md. */
  static void register(MetricRegistry registry) {
    count(registry, "permits", Tally::permits);
    count(registry, "creates", Tally::creates);
    count(registry, "uploads", Tally::uploads);
    count(registry, "throttled", Tally::slowDowns);
    count(registry, "done", tally -> tally.of(FactKind.DONE));
    count(registry, "refused", tally -> tally.of(FactKind.REFUSED));
    count(registry, "failed", tally -> tally.of(FactKind.FAILED));
    count(registry, "doubts", Tally::doubts);
    ToDoubleFunction<Tally> money = Tally::money;
    Gauge<Double> spent = () -> TALLIES.stream().mapToDouble(money).sum();
    registry.register("spent", spent);
  }

  private static void count(MetricRegistry registry, String name, ToLongFunction<Tally> of) {
    Gauge<Long> sum = () -> TALLIES.stream().mapToLong(of).sum();
    registry.register(name, sum);
  }
}
