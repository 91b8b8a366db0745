package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class VersionGoneTest {
  @TempDir Path dir;

  @Test
  void aVersionIsGoneWhenItsFilesOrItsLogAre(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    write(warehouse, 3);
    assertThat(reading(warehouse, 2)).isNull();
    assertThat(reading(warehouse, 77)).as("never there").matches(VersionGone::isWhy);
    new Upkeep(warehouse, EmbeddingRow.TABLE).deleteOldVersions();
    assertThat(reading(warehouse, 2)).as("vacuumed").matches(VersionGone::isWhy);

    Warehouse other = Warehouse.at(spark, dir.resolve("other").toString());
    write(other, 12);
    for (int version = 0; version < 10; version++) {
      Files.delete(dir.resolve("other/embeddings/_delta_log/%020d.json".formatted(version)));
    }
    assertThat(reading(Warehouse.at(spark, dir + "/./other"), 3))
        .as("the log is cut")
        .matches(VersionGone::isWhy);
    other.setProperty(EmbeddingRow.TABLE, "delta.deletedFileRetentionDuration", "interval 0 hours");
    // Delta 3.3 still reads it.
    assertThat(VersionGone.isWhy(reading(other, 11)))
        .as("beyond retention")
        .isNotEqualTo(spark.version().startsWith("3."));
  }

  @Test
  void aFileThatDoesNotReadIsNoVersionThatIsGone(SparkSession spark) throws IOException {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    write(warehouse, 1);
    try (var files = Files.walk(dir)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
        Files.writeString(file, "damaged");
      }
    }
    assertThat(reading(warehouse, 1)).isNotNull().matches(failure -> !VersionGone.isWhy(failure));
  }

  private static void write(Warehouse warehouse, int times) {
    for (int i = 0; i < times; i++) {
      EmbeddingRow row = new EmbeddingRow("f1:" + i, "l", "clip", 0, 0, 5, 1, "k", new float[] {i});
      warehouse.replace(EmbeddingRow.TABLE, warehouse.dataset(EmbeddingRow.TABLE, List.of(row)));
    }
  }

  private static Throwable reading(Warehouse warehouse, long version) {
    return catchThrowable(() -> warehouse.readVersion(EmbeddingRow.TABLE, version).collectAsList());
  }
}
