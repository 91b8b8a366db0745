package dev.sluice.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Creates in the order in which they arrived, and what is measured on them. Pure. */
record Creates(List<Create> all) {
  /** Copies the list. */
  Creates {
    all = List.copyOf(all);
  }

  /** Those that were accepted: what a real provider would have billed. */
  Creates accepted() {
    return new Creates(all.stream().filter(Create::accepted).toList());
  }

  /** How many were answered with a 429. */
  long throttled() {
    return all.stream().filter(Create::throttled).count();
  }

  /** Those that arrived at this instant or later. */
  Creates since(long atMs) {
    return new Creates(all.stream().filter(create -> create.atMs() >= atMs).toList());
  }

  /** Those that arrived before this instant. */
  Creates before(long atMs) {
    return new Creates(all.stream().filter(create -> create.atMs() < atMs).toList());
  }

  long firstMs() {
    return all.isEmpty() ? 0 : all.get(0).atMs();
  }

  long lastMs() {
    return all.isEmpty() ? 0 : all.get(all.size() - 1).atMs();
  }

  /** The largest sum of weights within any window of this length that ends at a create. */
  double mostIn(Duration window, ToDoubleFunction<Create> weight) {
    double most = 0;
    double sum = 0;
    int oldest = 0;
    for (Create create : all) {
      sum += weight.applyAsDouble(create);
      while (all.get(oldest).atMs() <= create.atMs() - window.toMillis()) {
        sum -= weight.applyAsDouble(all.get(oldest++));
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /** How many arrived in each whole window of this length, from the first create on. */
  List<Integer> perWindow(Duration window) {
    List<Integer> counts = new ArrayList<>();
    long whole = (lastMs() - firstMs()) / window.toMillis();
    for (long i = 0; i < whole; i++) {
      long from = firstMs() + i * window.toMillis();
      counts.add(since(from).before(from + window.toMillis()).all.size());
    }
    return counts;
  }
}
