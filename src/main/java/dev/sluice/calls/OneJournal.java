package dev.sluice.calls;

import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;

/**
 * Keeps a warehouse in a folder to one journal: with another, what is under way would be unknown
 * and paid again, and two runs would hold two leases. The warehouse remembers its journal in {@code
 * _sluice/JOURNAL}. A catalog has no folder to remember it in.
 */
final class OneJournal {
  private static final String FILE = "JOURNAL";
  private static final String INSIDE = "inside";

  private OneJournal() {}

  /**
   * Remembers the journal of a warehouse that has none, and refuses another. Idempotent.
   *
   * @throws SpendingStopped naming the journal that is the warehouse's
   */
  static void demand(Warehouse warehouse, String journal) {
    if (warehouse.isCatalog()) {
      return;
    }
    Configuration hadoop = warehouse.spark().sparkContext().hadoopConfiguration();
    String folder = warehouse.location() + "/_sluice";
    JournalPlace inside = JournalPlace.of(folder + "/journal", hadoop);
    String uri = JournalPlace.of(journal, hadoop).uri();
    String ours = uri.equals(inside.uri()) ? INSIDE : uri;
    try {
      JournalStore store = JournalPlace.of(folder, hadoop).store();
      String there = remembered(store);
      if (there.isEmpty()) {
        there = !ours.equals(INSIDE) && hasFacts(inside.open()) ? INSIDE : ours;
        store.putIfAbsent(FILE, there.getBytes(StandardCharsets.UTF_8));
        there = remembered(store);
      }
      if (!there.equals(ours)) {
        throw new SpendingStopped(
            SpendingStopped.Why.SETTINGS,
            "the journal of this warehouse is %s and not %s: with another, what is under way would be paid again. Set calls.journal to it; if it was moved there whole, delete %s/%s"
                .formatted(there.equals(INSIDE) ? inside.uri() : there, uri, folder, FILE));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("which journal is that of " + folder + " cannot be read", e);
    }
  }

  private static String remembered(JournalStore store) throws IOException {
    return store.get(FILE).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
  }

  private static boolean hasFacts(Journal journal) throws IOException {
    for (String shard : Journal.shards()) {
      if (!journal.list(shard).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
