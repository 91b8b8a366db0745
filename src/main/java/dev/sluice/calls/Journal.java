package dev.sluice.calls;

import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where facts are kept: one small object per fact, outside Spark and Delta, so that what was paid
 * for is known whatever dies. Thread-safe; many processes may use one journal.
 *
 * <p>Every store publishes a fact whole or not at all. A torn fact can still be met: a copy that
 * was cut short, a damaged disk. An empty or torn intent is an intent: a create may have been sent.
 * Any other torn fact is no fact, and the next {@link #putIfAbsent} of its name replaces it. Of
 * several that replace one at once each may get true; this pays nothing twice, because only intents
 * decide who may create, and an intent is never replaced.
 */
interface Journal {

  /**
   * Stores a fact unless a whole one of this name is there. Atomic: of any number of callers, in
   * any number of processes, at most one gets true for an intent where the store {@link
   * #excludes()}, and a reader sees the whole fact or none.
   *
   * @return whether this call stored it
   * @throws IOException when that cannot be known: the fact may be there or appear later
   */
  boolean putIfAbsent(FactName name, byte[] fact) throws IOException;

  /** The bytes of a fact, or empty when there is none. */
  Optional<byte[]> get(FactName name) throws IOException;

  /** Whether there is a fact of this name, torn or whole. */
  boolean has(FactName name) throws IOException;

  /** Takes back an intent whose create was certainly not accepted. Idempotent. */
  void withdrawIntent(FactName intent) throws IOException;

  /**
   * Deletes facts that the ledger holds, in any order. Idempotent, not atomic. For {@link Sweep}
   * alone.
   */
  void sweep(List<FactName> facts) throws IOException;

  /** The folders that facts are spread over: the first two hex digits of their work keys. */
  static List<String> shards() {
    return IntStream.range(0, 256).mapToObj("%02x"::formatted).toList();
  }

  /**
   * The names of all facts of one shard, in no order: of a million works some 12,000. Reads no
   * fact.
   */
  List<FactName> list(String shard) throws IOException;

  /** The names of all facts of one work, in no order. */
  List<FactName> list(WorkKey work) throws IOException;

  /** Whether {@link #putIfAbsent} excludes other processes on this store. Free; may try it once. */
  boolean excludes();
}
