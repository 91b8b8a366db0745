package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Deletes facts that the ledger holds. Idempotent, safe to stop anywhere; pays nothing and makes
 * nothing payable again: a work without facts is known from its row.
 */
public final class JournalSweep {
  /** How old a terminal fact must be: longer than a provider keeps an upload or a result. */
  public static final Duration KEEP = Duration.ofDays(8);

  /**
   * What a sweep did.
   *
   * @param swept facts deleted
   * @param left facts that stay: younger, not in the ledger, or under way
   */
  public record Swept(long swept, long left) {
    private Swept plus(Swept other) {
      return new Swept(swept + other.swept, left + other.left);
    }
  }

  private static final int AT_ONCE = 8;

  private final Warehouse warehouse;
  private final Journal journal;
  private final RunLease lease;

  private JournalSweep(Warehouse warehouse, Journal journal, RunLease lease) {
    this.warehouse = warehouse;
    this.journal = journal;
    this.lease = lease;
  }

  /**
   * Sweeps a journal, shard by shard. A fact goes when it is of a generation whose terminal fact is
   * more than {@link #KEEP} old and has its row in {@code calls}, read back from a later version of
   * the table than the one that wrote it. When something may go, a property of the table is set
   * first, which makes that later version; otherwise nothing is written.
   *
   * @param journal the journal's folder
   * @param lease the run lease of this warehouse, held by the caller
   * @throws SpendingStopped when the lease is lost on the way; the rest goes next time
   * @throws JournalUnreachable when the journal cannot be read or written
   */
  public static Swept sweep(Warehouse warehouse, String journal, RunLease lease, Clock clock) {
    JournalStore store =
        JournalPlace.of(journal, warehouse.spark().sparkContext().hadoopConfiguration()).store();
    JournalSweep sweep = new JournalSweep(warehouse, new StoreJournal(store), lease);
    Instant before = clock.instant().minus(KEEP);
    try {
      store.tidy(before);
      return sweep.sweep(before);
    } catch (IOException e) {
      throw JournalUnreachable.at(journal, e);
    }
  }

  /** Whether any row of the ledger is old enough for its facts to go. Cheap. */
  public static boolean isDue(Warehouse warehouse, Clock clock) {
    Instant before = clock.instant().minus(KEEP);
    return !warehouse
        .read(CallRow.TABLE)
        .where(col("completed_at").lt(lit(Timestamp.from(before))))
        .isEmpty();
  }

  private Swept sweep(Instant before) throws IOException {
    if (!warehouse.exists(CallRow.TABLE)) {
      return walk(Collections.emptyIterator(), this::look);
    }
    Swept found = walk(settled(warehouse.read(CallRow.TABLE), before), this::look);
    if (found.swept() == 0) {
      return found;
    }
    lease.demand("the rest is not swept");
    warehouse.setProperty(CallRow.TABLE, "sluice.journalSweptBefore", before.toString());
    long later = warehouse.version(CallRow.TABLE).orElseThrow();
    return walk(settled(warehouse.readVersion(CallRow.TABLE, later), before), this::delete);
  }

  // In key order and a partition at a time, so that no more than that is ever on the driver.
  private static Iterator<Row> settled(Dataset<Row> calls, Instant before) {
    return calls
        .where(col("completed_at").lt(lit(Timestamp.from(before))))
        .select("work_key", "generation", "outcome")
        .orderBy("work_key")
        .toLocalIterator();
  }

  @FunctionalInterface
  private interface Visit {
    Swept shard(String shard, Set<FactName> settled) throws IOException;
  }

  private static Swept walk(Iterator<Row> rows, Visit visit) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    Deque<Future<Swept>> running = new ArrayDeque<>();
    Swept sum = new Swept(0, 0);
    try {
      Row row = rows.hasNext() ? rows.next() : null;
      for (String shard : Journal.shards()) {
        Set<FactName> settled = new HashSet<>();
        while (row != null && row.getString(0).startsWith(shard)) {
          settled.add(fact(row));
          row = rows.hasNext() ? rows.next() : null;
        }
        running.add(pool.submit(() -> visit.shard(shard, settled)));
        if (running.size() > AT_ONCE) {
          sum = sum.plus(running.remove().get());
        }
      }
      while (!running.isEmpty()) {
        sum = sum.plus(running.remove().get());
      }
      return sum;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, "interrupted while sweeping");
    } finally {
      pool.shutdownNow();
    }
  }

  private Swept look(String shard, Set<FactName> settled) throws IOException {
    List<FactName> facts = journal.list(shard);
    int size = Sweep.of(facts, settled).size();
    return new Swept(size, facts.size() - size);
  }

  private Swept delete(String shard, Set<FactName> settled) throws IOException {
    List<FactName> facts = journal.list(shard);
    Sweep sweep = Sweep.of(facts, settled);
    if (sweep.size() > 0) {
      lease.demand("the rest is not swept");
      journal.sweep(sweep.first());
      journal.sweep(sweep.last());
    }
    return new Swept(sweep.size(), facts.size() - sweep.size());
  }

  private static FactName fact(Row row) {
    return new FactName(
        new WorkKey(row.getString(0)),
        row.getInt(1),
        FactKind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)));
  }
}
