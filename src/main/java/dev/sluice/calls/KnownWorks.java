package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;

import dev.sluice.spend.FactName;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.Encoders;

/** Which works were ever started on a warehouse. Free. */
public final class KnownWorks {
  private KnownWorks() {}

  /** Keys of works that the ledger or the journal knows: done, refused or under way. */
  public static Set<String> keys(Warehouse warehouse, String journal) {
    Set<String> keys =
        new HashSet<>(
            warehouse
                .read(CallRow.TABLE)
                .where(col("outcome").notEqual("failed"))
                .select("work_key")
                .as(Encoders.STRING())
                .collectAsList());
    try {
      Journal facts =
          JournalPlace.of(journal, warehouse.spark().sparkContext().hadoopConfiguration()).open();
      for (String shard : Journal.shards()) {
        for (FactName name : facts.list(shard)) {
          keys.add(name.workKey().value());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the journal at " + journal + " cannot be read", e);
    }
    return keys;
  }
}
