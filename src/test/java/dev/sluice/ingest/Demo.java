package dev.sluice.ingest;

import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.spark.sql.SparkSession;

/** The demo's input, and what a step is given. */
final class Demo {
  static final Path FOLDER = Path.of("jobs", "demo").toAbsolutePath();

  private Demo() {}

  static Path clip(String name) {
    return FOLDER.resolve("clips").resolve(name);
  }

  /** Ingest spends nothing: there is no spender. */
  static StepContext context(SparkSession spark, Path warehouse) {
    return new StepContext(
        Warehouse.at(spark, warehouse.toString()),
        null,
        new RunInfo("r1", "demo", "c", "v"),
        Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC),
        Progress.SILENT);
  }
}
