package dev.sluice.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Quarantine;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Takes the vectors that indexes keep of the accepted videos. Free: it needs no permit, no journal
 * and no ledger, for whatever is lost is asked for again. A repeat asks for what is missing alone
 * and writes nothing new.
 */
final class StoredVectors {
  private final EmbedConf conf;

  StoredVectors(EmbedConf conf) {
    this.conf = conf;
  }

  /**
   * What became of the contents whose vectors are taken from indexes.
   *
   * @param before vectors were there
   * @param now vectors were taken
   * @param later the provider is not done with them, or could not say
   * @param refused there are none to take; quarantined
   * @param wrote whether a table changed
   */
  record Taken(long before, long now, long later, long refused, boolean wrote) {
    /** Contents that have vectors. */
    long have() {
      return before + now;
    }

    /** All of them. */
    long all() {
      return have() + later + refused;
    }
  }

  /** One row per content, in columns of {@link StoredKeys#SCHEMA}. */
  Dataset<Row> wanted(Warehouse warehouse, String namespace) {
    return warehouse
        .read(VideoRow.TABLE)
        .where(col("status").equalTo(VideoRow.ACCEPTED))
        .mapPartitions(new StoredKeys(namespace, conf), Encoders.row(StoredKeys.SCHEMA))
        .dropDuplicates("work_key");
  }

  /**
   * What quarantine says of contents without stored vectors: their key is the content, so that a
   * takedown finds them, where that of paid works is a work key.
   */
  static Dataset<Row> refused(Warehouse warehouse) {
    return warehouse
        .read(QuarantineRow.TABLE)
        .where(col("step").equalTo("embed").and(col("key").contains(":")));
  }

  /**
   * Takes them, where the settings say so, and makes quarantine true to what was found.
   *
   * @throws StepStopped with {@link ExitCode#PROVIDER} when no question can succeed; nothing was
   *     written
   */
  Taken take(StepContext context) {
    Warehouse warehouse = context.warehouse();
    if (!conf.takesStored()) {
      // Stored vectors are not wanted: refusals that only said that an index has none are out of
      // date.
      boolean wrote =
          warehouse.remove(QuarantineRow.TABLE, refused(warehouse).select("step", "key"));
      return new Taken(0, 0, 0, 0, wrote);
    }
    SparkSession spark = warehouse.spark();
    Dataset<Row> wanted = wanted(warehouse, context.spender().namespace());
    Dataset<Row> there = warehouse.read(EmbeddingRow.TABLE).select("work_key").distinct();
    Dataset<Row> missing = wanted.join(there, new String[] {"work_key"}, "left_anti");
    // Kept as an RDD: a cached Dataset that reads embeddings would be computed, and every index
    // asked, again as soon as embeddings is written.
    JavaRDD<Row> results =
        missing
            .repartition(2 * spark.sparkContext().defaultParallelism(), col("work_key"))
            .mapPartitions(
                new ReadStored(context.spender().held(), conf), Encoders.row(VectorRead.SCHEMA))
            .toJavaRDD()
            .persist(StorageLevel.DISK_ONLY());
    spark.sparkContext().setJobDescription("embed: take the vectors that indexes keep");
    try {
      long all = wanted.count();
      return settle(context, all, spark.createDataFrame(results, VectorRead.SCHEMA));
    } finally {
      results.unpersist();
      spark.sparkContext().setJobDescription(null);
    }
  }

  private static Taken settle(StepContext context, long all, Dataset<Row> read) {
    Column reason = col(VectorRead.REASON);
    Column broken = reason.notEqual(ReadStored.LATER);
    Row counts =
        read.agg(
                count_distinct(when(reason.isNull(), col("key"))),
                count_if(reason.equalTo(ReadStored.LATER)),
                count_if(broken),
                min(when(reason.equalTo(ReadStored.STOPPED), col("detail"))))
            .first();
    if (!counts.isNullAt(3)) {
      throw new StepStopped(ExitCode.PROVIDER, "embed: " + counts.getString(3));
    }
    long now = counts.getLong(0);
    long later = counts.getLong(1);
    long refused = counts.getLong(2);
    Warehouse warehouse = context.warehouse();
    boolean wrote = now > 0 && warehouse.appendNew(EmbeddingRow.TABLE, VectorRead.vectors(read));
    // All but those that the provider could not speak of were judged anew, or are asked for no
    // more.
    Dataset<Row> open = read.where(reason.equalTo(ReadStored.LATER)).select("key");
    wrote |=
        Quarantine.settle(
            warehouse,
            refused(warehouse).join(open, new String[] {"key"}, "left_anti"),
            VectorRead.refusals(read.where(broken), context.clock().instant()));
    return new Taken(all - now - later - refused, now, later, refused, wrote);
  }
}
