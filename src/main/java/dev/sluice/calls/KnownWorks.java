package dev.sluice.calls;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.spend.FactKind;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** How many works would be paid for, before anything is. Free; writes nothing. */
public final class KnownWorks {
  private static final int TASKS = 16;

  private KnownWorks() {}

  /**
   * Works against what the ledger and the journal know.
   *
   * @param asked works in all
   * @param done works that are answered
   * @param inFlight works that the provider has, or may have
   * @param refused works refused or given up before
   * @param fresh works that would be created
   * @param freshMinutes minutes of media in those
   * @param freshTokens tokens answered for those, at most
   */
  public record Counts(
      long asked,
      long done,
      long inFlight,
      long refused,
      long fresh,
      double freshMinutes,
      long freshTokens) {}

  /**
   * Counts works.
   *
   * @param journal folder of the journal
   * @param works in columns of {@link Work#CODEC}; duplicates by key are one work
   */
  public static Counts of(Warehouse warehouse, String journal, Dataset<Row> works) {
    Dataset<Row> known =
        Backlog.standing(
            facts(warehouse, journal),
            max(when(col("outcome").isin("intent", "created"), col("generation"))).as("open"));
    Dataset<Row> all = works.dropDuplicates("work_key").join(known, "work_key", "left");
    Column failed = coalesce(col(Backlog.FAILED_GENERATION), lit(0));
    Column state =
        when(Backlog.stands(FactKind.DONE), "done")
            .when(Backlog.stands(FactKind.REFUSED).or(Backlog.stands(FactKind.FAILED)), "refused")
            .when(coalesce(col("open"), lit(0)).gt(failed), "in flight")
            .otherwise("fresh");
    long[] counts = new long[4];
    double minutes = 0;
    long tokens = 0;
    for (Row row :
        all.withColumn("state", state)
            .groupBy("state")
            .agg(count(lit(1)), sum("media_minutes"), sum("output_tokens"))
            .collectAsList()) {
      switch (row.getString(0)) {
        case "done" -> counts[0] = row.getLong(1);
        case "in flight" -> counts[1] = row.getLong(1);
        case "refused" -> counts[2] = row.getLong(1);
        default -> {
          counts[3] = row.getLong(1);
          minutes = row.getDouble(2);
          tokens = row.getLong(3);
        }
      }
    }
    return new Counts(
        counts[0] + counts[1] + counts[2] + counts[3],
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        minutes,
        tokens);
  }

  private static Dataset<Row> facts(Warehouse warehouse, String journal) {
    JournalPlace place =
        JournalPlace.of(journal, warehouse.spark().sparkContext().hadoopConfiguration());
    Column parts = split(col("file"), "\\.");
    Dataset<Row> journaled =
        warehouse
            .spark()
            .createDataset(Journal.shards(), Encoders.STRING())
            .repartition(TASKS)
            .mapPartitions(new ListShards(place), Encoders.STRING())
            .toDF("file")
            .select(
                parts.getItem(0).as("work_key"),
                parts.getItem(1).cast("int").as("generation"),
                parts.getItem(2).as("outcome"),
                lit(0).as(Backlog.FAILURES));
    return warehouse
        .read(CallRow.TABLE)
        .select(
            col("work_key"),
            col("generation"),
            col("outcome"),
            Backlog.failures().as(Backlog.FAILURES))
        .unionByName(journaled);
  }
}
