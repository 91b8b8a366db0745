package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class UpkeepTest {
  private static final String LISTING = "spark.sql.sources.parallelPartitionDiscovery.parallelism";

  @Test
  void foldersAreNotListedInThousandsOfTasks(SparkSession shared, @TempDir Path dir)
      throws Exception {
    SparkSession spark = shared.newSession();
    spark.conf().set(LISTING, "10000");
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(
        QuarantineRow.TABLE,
        List.of(new QuarantineRow("ingest", "a.mp4", "empty", "0 bytes", Instant.EPOCH, true)));
    Upkeep upkeep = new Upkeep(warehouse, QuarantineRow.TABLE);
    AtomicInteger tasks = new AtomicInteger();
    SparkListener counter =
        new SparkListener() {
          @Override
          public void onTaskStart(SparkListenerTaskStart started) {
            tasks.incrementAndGet();
          }
        };
    spark.sparkContext().addSparkListener(counter);
    try {
      upkeep.deletable();
      upkeep.vacuum();
      upkeep.deleteOldVersions();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(counter);
    }
    assertThat(tasks.get()).isBetween(1, 500);
    assertThat(spark.conf().get(LISTING)).isEqualTo("10000");
  }

  @Test
  void whatGoesIsLookedUpOnce(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    List<QuarantineRow> rows = new ArrayList<>();
    for (String key : List.of("a", "b", "c")) {
      rows.add(new QuarantineRow("ingest", key, "empty", "0 bytes", Instant.EPOCH, true));
    }
    warehouse.append(QuarantineRow.TABLE, rows);
    LongAccumulator looks = spark.sparkContext().longAccumulator();
    UserDefinedFunction old =
        udf(
            (UDF1<String, Boolean>)
                key -> {
                  looks.add(1);
                  return !key.equals("b");
                },
            DataTypes.BooleanType);
    Dataset<Row> keys =
        warehouse.read(QuarantineRow.TABLE).where(old.apply(col("key"))).select("step", "key");
    assertThat(new Upkeep(warehouse, QuarantineRow.TABLE).delete(keys)).isEqualTo(2);
    assertThat(looks.value()).isEqualTo(3);
    assertThat(warehouse.rows(QuarantineRow.TABLE))
        .extracting(QuarantineRow::key)
        .containsOnly("b");
  }
}
