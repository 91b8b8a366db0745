package dev.sluice.export;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.Table;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.text.RootCause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/** The queries of the export step: curated items with their vectors, at fixed table versions. */
final class ExportItems {
  private static final List<Table<?>> SOURCES =
      List.of(
          CuratedRow.TABLE,
          EmbeddingRow.TABLE,
          ClusteringRow.TABLE,
          ClusterLabelRow.TABLE,
          VideoRow.TABLE);

  private static final String IN = "in";

  private ExportItems() {}

  /** The tables that decide what a release of these formats holds. */
  static List<Table<?>> sources(List<ExportFormat> formats) {
    List<Table<?>> sources = new ArrayList<>(SOURCES);
    if (formats.contains(ExportFormat.FIFTYONE)) {
      sources.add(ProjectionRow.TABLE);
    }
    return sources;
  }

  /**
   * Every curated item with the work that the vector it was clustered by came from, and whether it
   * goes in. Without the vectors, which nothing here asks for.
   */
  static Dataset<Row> of(Warehouse warehouse, Recipe recipe) {
    Map<String, String> versions = recipe.versions();
    Dataset<Row> units =
        pinned(warehouse, ClusteringRow.TABLE, versions)
            .select(col("clustering_id").as("c_id"), col("unit"))
            .distinct();
    Dataset<Row> curated =
        kept(pinned(warehouse, CuratedRow.TABLE, versions), recipe.where())
            .join(broadcast(units), col("clustering_id").equalTo(col("c_id")), "left");
    Dataset<Row> asked = curated.select(col("lens").as("e_lens"), col("unit").as("e_scope"));
    Dataset<Row> vectors =
        ItemVectors.segments(
                pinned(warehouse, EmbeddingRow.TABLE, versions)
                    .withColumn("e_lens", col("lens"))
                    .withColumn("e_scope", col("scope"))
                    .join(
                        broadcast(asked.distinct()),
                        new String[] {"e_lens", "e_scope"},
                        "left_semi")
                    .drop("e_lens", "e_scope"),
                curated)
            .select(
                col("content_id").as("e_content"),
                col("lens").as("e_lens"),
                col("scope").as("e_scope"),
                col("start_sec").as("e_start"),
                col("end_sec").as("e_end"),
                col("dim"),
                col("work_key"));
    Column same =
        col("content_id")
            .equalTo(col("e_content"))
            .and(col("lens").equalTo(col("e_lens")))
            .and(col("unit").equalTo(col("e_scope")))
            .and(col("start_sec").equalTo(col("e_start")))
            .and(col("end_sec").equalTo(col("e_end")));
    Dataset<Row> items =
        curated
            .join(vectors, same, "left")
            .withColumn(
                "status",
                when(col("verdict").equalTo("excluded"), lit("excluded"))
                    .when(col("label").isNull(), lit("unnamed"))
                    .when(col("dim").isNull(), lit("no_vector"))
                    .when(not(col("kept")), lit("filtered"))
                    .otherwise(lit(IN)));
    return recipe.maxPerClass() == 0 ? items : capped(items, recipe);
  }

  private static Dataset<Row> kept(Dataset<Row> curated, String where) {
    if (where.isEmpty()) {
      return curated.withColumn("kept", lit(true));
    }
    try {
      return curated.withColumn("kept", coalesce(expr(where), lit(false)));
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new StepStopped(
            ExitCode.USAGE,
            "export.where '%s' is no condition over curated: %s; its columns are %s"
                .formatted(
                    where,
                    RootCause.firstLine(e.getMessage(), "it does not read"),
                    String.join(", ", curated.columns())));
      }
      throw e;
    }
  }

  /**
   * The items with those beyond a class's limit marked. Recordings take turns, so that none fills a
   * class alone; whose turn it is, and which of its items it gives, the seed decides.
   */
  private static Dataset<Row> capped(Dataset<Row> items, Recipe recipe) {
    Column in = col("status").equalTo(IN);
    WindowSpec ofRecording =
        Window.partitionBy(in, col("label"), col("source_id"))
            .orderBy(drawn(recipe.seed(), col("item_id")), col("item_id"));
    WindowSpec ofClass =
        Window.partitionBy(in, col("label"))
            .orderBy(
                col("turn"),
                drawn(recipe.seed(), col("source_id")),
                col("source_id"),
                col("item_id"));
    return items
        .withColumn("turn", row_number().over(ofRecording))
        .withColumn("place", row_number().over(ofClass))
        .withColumn(
            "status",
            when(in.and(col("place").gt(recipe.maxPerClass())), lit("capped"))
                .otherwise(col("status")));
  }

  private static Column drawn(long seed, Column id) {
    return sha2(concat_ws("\n", lit(Long.toString(seed)), id).cast("binary"), 256);
  }

  /**
   * The items of a release with their vectors; only vectors of its lens and units are sorted.
   *
   * @param listed the items that go in, without vectors
   */
  static Dataset<Row> withVectors(
      Warehouse warehouse, Recipe recipe, String lens, Dataset<Row> listed) {
    Dataset<Row> units = listed.select(col("unit").as("scope")).distinct();
    Dataset<Row> vectors =
        ItemVectors.segments(
                pinned(warehouse, EmbeddingRow.TABLE, recipe.versions())
                    .where(col("lens").equalTo(lens))
                    .join(broadcast(units), new String[] {"scope"}, "left_semi"),
                listed)
            .select(
                col("content_id"),
                col("scope").as("unit"),
                col("start_sec"),
                col("end_sec"),
                col("vector"));
    return listed.join(vectors, new String[] {"content_id", "unit", "start_sec", "end_sec"});
  }

  /** A table as it was at the pinned version, or as it is where nothing is pinned. */
  static Dataset<Row> pinned(Warehouse warehouse, Table<?> table, Map<String, String> versions) {
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
    Map<String, Long> labels = new TreeMap<>();
    Dataset<Row> counts = items.groupBy("status", "verdict", "label_source", "model").count();
    for (Row row : counts.collectAsList()) {
      if (row.getString(0).equals(IN)) {
        verdicts.merge(row.getString(1), row.getLong(4), Long::sum);
        labels.merge(row.getString(2) + " " + row.getString(3), row.getLong(4), Long::sum);
      } else {
        leftOut.merge(row.getString(0), row.getLong(4), Long::sum);
      }
    }
    return new Census(verdicts, leftOut, labels);
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
