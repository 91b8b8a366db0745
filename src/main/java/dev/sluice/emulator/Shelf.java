package dev.sluice.emulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Things by id, in the order in which they came. Thread-safe.
 *
 * @param <T> what is kept
 */
final class Shelf<T> {
  private final Function<T, Piece<?>> piece;
  private final Map<String, T> byId = new LinkedHashMap<>();

  Shelf(Function<T, Piece<?>> piece) {
    this.piece = piece;
  }

  synchronized void add(T thing) {
    byId.put(piece.apply(thing).id(), thing);
  }

  synchronized Optional<T> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  synchronized void remove(String id) {
    byId.remove(id);
  }

  synchronized List<T> newestFirst() {
    List<T> all = new ArrayList<>(byId.values());
    Collections.reverse(all);
    return all;
  }
}
