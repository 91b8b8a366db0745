package dev.sluice.export;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Table;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The queries of the export step: curated items with their vectors, at fixed table versions. */
final class ExportItems {
  /** The tables that a release is made from. */
  static final List<Table<?>> SOURCES =
      List.of(CuratedRow.TABLE, EmbeddingRow.TABLE, ClusteringRow.TABLE);

  private static final String IN = "in";

  private ExportItems() {}

  /** Every curated item with the vector it was clustered by and whether it goes in. */
  static Dataset<Row> of(Warehouse warehouse, Map<String, String> versions) {
    Dataset<Row> units =
        pinned(warehouse, ClusteringRow.TABLE, versions)
            .select(col("clustering_id").as("c_id"), col("unit"))
            .distinct();
    Dataset<Row> vectors =
        pinned(warehouse, EmbeddingRow.TABLE, versions)
            .select(
                col("content_id").as("e_content"),
                col("lens").as("e_lens"),
                col("scope").as("e_scope"),
                col("start_sec").as("e_start"),
                col("end_sec").as("e_end"),
                col("dim"),
                col("work_key"),
                col("vector"));
    Column same =
        col("content_id")
            .equalTo(col("e_content"))
            .and(col("lens").equalTo(col("e_lens")))
            .and(col("unit").equalTo(col("e_scope")))
            .and(col("start_sec").equalTo(col("e_start")))
            .and(col("end_sec").equalTo(col("e_end")));
    return pinned(warehouse, CuratedRow.TABLE, versions)
        .join(broadcast(units), col("clustering_id").equalTo(col("c_id")), "left")
        .join(vectors, same, "left")
        .withColumn(
            "status",
            when(col("verdict").equalTo("excluded"), lit("excluded"))
                .when(col("label").isNull(), lit("unnamed"))
                .when(col("dim").isNull(), lit("no_vector"))
                .otherwise(lit(IN)));
  }

  private static Dataset<Row> pinned(
      Warehouse warehouse, Table<?> table, Map<String, String> versions) {
    String version = versions.get(table.name());
    return version == null
        ? warehouse.read(table)
        : warehouse.readVersion(table, Long.parseLong(version));
  }

  /** The items that go into a release. */
  static Dataset<Row> included(Dataset<Row> items) {
    return items.where(col("status").equalTo(IN));
  }

  /** Counts the items by what becomes of them. */
  static Census census(Dataset<Row> items) {
    Map<String, Long> verdicts = new TreeMap<>();
    Map<String, Long> leftOut = new TreeMap<>();
    for (Row row : items.groupBy("status", "verdict").count().collectAsList()) {
      if (row.getString(0).equals(IN)) {
        verdicts.merge(row.getString(1), row.getLong(2), Long::sum);
      } else {
        leftOut.merge(row.getString(0), row.getLong(2), Long::sum);
      }
    }
    return new Census(verdicts, leftOut);
  }

  /** The lens of all items. */
  static String onlyLens(Dataset<Row> included) {
    List<Row> lenses = included.select("lens").distinct().sort("lens").collectAsList();
    if (lenses.size() > 1) {
      throw new StepStopped(
          ExitCode.INPUT,
          "export: curated holds items of the lenses %s and %s; one release holds one lens: curate one of them"
              .formatted(lenses.get(0).getString(0), lenses.get(1).getString(0)));
    }
    return lenses.get(0).getString(0);
  }

  /** The clusterings that the items' labels came through. */
  static List<ReleaseManifest.Origin> origins(Warehouse warehouse, Dataset<Row> included) {
    List<String> ids = new ArrayList<>();
    included
        .select("clustering_id")
        .distinct()
        .collectAsList()
        .forEach(row -> ids.add(row.getString(0)));
    return warehouse.rows(ClusteringRow.TABLE, col("clustering_id").isin(ids.toArray())).stream()
        .map(c -> new ReleaseManifest.Origin(c.clusteringId(), c.unit(), c.k(), c.seed()))
        .sorted(Comparator.comparing(ReleaseManifest.Origin::clusteringId))
        .toList();
  }
}
