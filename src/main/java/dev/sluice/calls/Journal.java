package dev.sluice.calls;

import dev.sluice.spend.FactName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where facts are kept: one small object per fact, outside Spark and Delta, so that what was paid
 * for is known whatever dies. Thread-safe; many processes may use one journal.
 */
interface Journal {

  /**
   * Stores a fact unless one of this name is there. Atomic: of any number of callers, in any number
   * of processes, at most one gets true, and a reader sees the whole fact or none.
   *
   * @return whether this call stored it
   */
  boolean putIfAbsent(FactName name, byte[] fact) throws IOException;

  /** The bytes of a fact, or empty when there is none. */
  Optional<byte[]> get(FactName name) throws IOException;

  /** Whether there is such a fact. */
  boolean has(FactName name) throws IOException;

  /**
   * Takes back an intent whose create was certainly not accepted. Nothing else is ever deleted
   * here.
   */
  void withdrawIntent(FactName intent) throws IOException;

  /** The folders that facts are spread over: the first two hex digits of their work keys. */
  static List<String> shards() {
    return IntStream.range(0, 256).mapToObj("%02x"::formatted).toList();
  }

  /** The names of all facts of one shard, in no order. */
  List<FactName> list(String shard) throws IOException;

  /** The names of all facts of one work, in no order. */
  List<FactName> list(dev.sluice.spend.WorkKey work) throws IOException;

  /** Whether {@link #putIfAbsent} excludes other processes on this kind of store. */
  boolean excludes();
}
