package dev.sluice.emulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Things by id and in the order in which they were created. A page of a list costs no more when
 * there are many. Thread-safe.
 *
 * @param <R> what work on a thing gives
 * @param <T> what is kept
 */
final class Shelf<R, T extends Work<R>> {
  private final Map<String, T> byId = new ConcurrentHashMap<>();
  private final List<T> places = new ArrayList<>();
  private final Map<String, Census> byWord = new HashMap<>();
  private long[] createdMs = new long[1 << 10];

  /**
   * Part of a list.
   *
   * @param rows newest first
   * @param total how many the whole list has
   */
  record Page<T>(List<T> rows, int total) {}

  /** Adds a thing that is not older than those here. */
  synchronized void add(T thing) {
    Piece<R> piece = thing.piece();
    int place = places.size();
    if (place == createdMs.length) {
      createdMs = Arrays.copyOf(createdMs, 2 * place);
    }
    createdMs[place] = piece.createdAt().toEpochMilli();
    piece.stand(place);
    places.add(thing);
    census(piece).add(place, 1);
    byId.put(piece.id(), thing);
  }

  Optional<T> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  Collection<T> all() {
    return byId.values();
  }

  /** Moves a thing to its next stage. */
  synchronized void become(Piece<R> piece, Stage<R> next, long atMs) {
    if (piece.place() >= 0) {
      census(piece).add(piece.place(), -1);
    }
    piece.become(next, atMs);
    if (piece.place() >= 0) {
      census(piece).add(piece.place(), 1);
    }
  }

  synchronized void remove(String id) {
    T thing = byId.remove(id);
    if (thing != null) {
      census(thing.piece()).add(thing.piece().place(), -1);
      places.set(thing.piece().place(), null);
      thing.piece().stand(-1);
    }
  }

  /**
   * A page of the things created in a span of time.
   *
   * @param from first moment
   * @param to last moment
   * @param words stages that are wanted; empty wants all
   */
  synchronized Page<T> page(Instant from, Instant to, List<String> words, Paging paging) {
    List<Census> wanted =
        (words.isEmpty() ? byWord.keySet().stream() : words.stream().distinct())
            .map(byWord::get)
            .filter(Objects::nonNull)
            .toList();
    int low = below(wanted, firstFrom(from.toEpochMilli()));
    int high = below(wanted, firstFrom(to.toEpochMilli() + 1));
    List<T> rows = new ArrayList<>();
    int newest = high - 1 - paging.skipped();
    for (int rank = newest; rank >= low && rows.size() < paging.limit(); rank--) {
      rows.add(places.get(Census.find(wanted, rank)));
    }
    return new Page<>(rows, high - low);
  }

  /** A page of the things that pass a filter; every thing is looked at. */
  synchronized Page<T> page(Predicate<T> filter, Paging paging) {
    List<T> rows = new ArrayList<>();
    int total = 0;
    for (int place = places.size() - 1; place >= 0; place--) {
      T thing = places.get(place);
      if (thing != null && filter.test(thing)) {
        if (total >= paging.skipped() && rows.size() < paging.limit()) {
          rows.add(thing);
        }
        total++;
      }
    }
    return new Page<>(rows, total);
  }

  private Census census(Piece<R> piece) {
    return byWord.computeIfAbsent(piece.stage().word(), word -> new Census());
  }

  private static int below(List<Census> censuses, int place) {
    return censuses.stream().mapToInt(census -> census.below(place)).sum();
  }

  /** The first place created at a time or later. */
  private int firstFrom(long ms) {
    int low = 0;
    int high = places.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (createdMs[middle] < ms) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
