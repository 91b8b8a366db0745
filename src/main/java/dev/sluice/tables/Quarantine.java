package dev.sluice.tables;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Keeps {@code quarantine} true: it holds what is refused, and why, as it was last seen. */
public final class Quarantine {
  private static final String[] REFUSAL = {"step", "key", "reason"};

  private Quarantine() {}

  /**
   * Writes what a step found: a thing that is refused no more loses its row, and one that is
   * refused for another reason gets a new row. Idempotent: a repeat writes nothing. A crash between
   * its two commits leaves a refusal out until the next time.
   *
   * @param judged rows of quarantine about things that the step has judged anew; others stay
   * @param refused what the step refuses, in columns of the table, one row per step and key
   * @return whether anything was written
   */
  public static boolean settle(Warehouse warehouse, Dataset<Row> judged, Dataset<Row> refused) {
    Dataset<Row> gone =
        judged
            .select("step", "key", "reason")
            .join(refused.select("step", "key", "reason"), REFUSAL, "left_anti");
    boolean removed = warehouse.remove(QuarantineRow.TABLE, gone);
    return warehouse.appendNew(QuarantineRow.TABLE, refused) || removed;
  }
}
