package dev.sluice.embed;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Traces;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class StoredVectorsTest {
  private static final String CONTENT = "p1:" + "0".repeat(64);
  private static final CallOutcome OTHER = new CallOutcome.Refused("another_model", "not ours");
  private static final CallOutcome NONE = new CallOutcome.Failed("empty_result", "none");
  private static final CallOutcome BUSY = new CallOutcome.Throttled(Duration.ZERO, "later");

  @Test
  void quarantineSaysWhatTheIndexSaidLast(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = warehouse(spark, dir);
    assertThat(take(warehouse, "stored", OTHER).wrote()).isTrue();
    assertThat(take(warehouse, "stored", BUSY).wrote()).as("it says nothing").isFalse();
    assertThat(reason(warehouse)).isEqualTo("another_model");
    take(warehouse, "stored", NONE);
    assertThat(reason(warehouse)).isEqualTo("empty_result");
    assertThat(take(warehouse, "stored", NONE).wrote()).isFalse();

    StoredVectors.Taken taken = take(warehouse, "stored", CannedIndex.done("marengo3.0"));
    assertThat(taken).isEqualTo(new StoredVectors.Taken(0, 1, 0, 0, true));
    assertThat(warehouse.rows(EmbeddingRow.TABLE)).hasSize(2);
    assertThat(warehouse.rows(QuarantineRow.TABLE)).isEmpty();
  }

  @Test
  void aRefusalGoesWithItsVideoAndWhenVectorsArePaidFor(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = warehouse(spark, dir);
    take(warehouse, "stored", OTHER);
    Forgotten forgotten = Forgotten.of(List.of("v"), List.of(CONTENT));
    Traces traces = new Traces(warehouse, forgotten, List.of("v"), List.of(), Steps.START);
    assertThat(traces.remove(QuarantineRow.TABLE)).isEqualTo(1);

    take(warehouse, "stored", OTHER);
    assertThat(take(warehouse, "paid", NONE).wrote()).isTrue();
    assertThat(warehouse.rows(QuarantineRow.TABLE)).isEmpty();
  }

  private static Warehouse warehouse(SparkSession spark, Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(
        VideoRow.TABLE,
        warehouse
            .dataset(VideoRow.TABLE, List.of(Steps.video("v", 5, "v", null)))
            .withColumn("uri", lit("twelvelabs:index/i/v"))
            .withColumn("content_id", lit(CONTENT)));
    return warehouse;
  }

  private static StoredVectors.Taken take(Warehouse warehouse, String indexed, CallOutcome answer) {
    EmbedConf conf = new EmbedConf(null, null, null, null, null, indexed, null);
    CannedSpender spender =
        CannedSpender.paysNothing("twelvelabs").holding(CannedIndex.of(Map.of("v", answer)));
    return new StoredVectors(conf).take(Steps.context(warehouse, spender));
  }

  private static String reason(Warehouse warehouse) {
    List<QuarantineRow> rows = warehouse.rows(QuarantineRow.TABLE);
    assertThat(rows).extracting(QuarantineRow::key).containsExactly(CONTENT);
    return rows.get(0).reason();
  }
}
