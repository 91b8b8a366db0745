package dev.sluice.cli;

import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** The option that every verb takes. */
final class WarehouseOption {
  @Option(
      names = "--warehouse",
      paramLabel = "PLACE",
      description =
          "Where the tables are: a folder, an URI like s3a://bucket/dir, or catalog:name.schema."
              + " Default: what the job spec says, else .sluice/warehouse.")
  private String place;

  Warehouse open(SparkSession spark, String fromSpec) {
    return Warehouse.at(spark, location(fromSpec));
  }

  /** The option as it was given, with a space before it. */
  String asGiven() {
    return place == null ? "" : " --warehouse " + place;
  }

  String location(String fromSpec) {
    String chosen = place != null ? place : fromSpec != null ? fromSpec : ".sluice/warehouse";
    return chosen.matches("[A-Za-z][A-Za-z0-9+.-]*:.*")
        ? chosen
        : Path.of(chosen).toAbsolutePath().normalize().toString();
  }
}
