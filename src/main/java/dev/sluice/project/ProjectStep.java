package dev.sluice.project;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.Warehouse;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Lays the items of the newest clustering out in two dimensions, by UMAP or principal components,
 * and measures how far to trust every place. Items that come later are placed among those that are
 * there, so that a map that people know does not move; a clustering that was fitted again gets a
 * map of its own, which replaces the one before. Pays nothing. Idempotent: a second run writes
 * nothing.
 */
public final class ProjectStep implements Step {
  private final ProjectConf conf;

  /** A step with these settings. */
  public ProjectStep(ProjectConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "project";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when nothing is clustered
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    ClusteringRow clustering = context.clustering(this);
    Dataset<Row> items = key(Clusterings.members(warehouse, clustering.clusteringId()));
    long all = items.count();
    Dataset<Row> known = known(warehouse, clustering);
    boolean wrote = false;
    if (!items.join(key(known), ItemVectors.key(), "left_anti").isEmpty()) {
      String method = conf.method(all);
      context.progress().say("project: placing %d items (%s)".formatted(all, method));
      try (Maps maps = new Maps(warehouse, clustering, conf, items, all)) {
        List<Row> landmarks = landmarks(known, method);
        wrote =
            landmarks.isEmpty()
                ? replace(warehouse, clustering, maps.made(method))
                : warehouse.appendNew(ProjectionRow.TABLE, maps.grown(landmarks, key(known)));
      }
    }
    return report(known(warehouse, clustering), clustering, wrote);
  }

  // Principal components move with every item, and cost little: they are made anew.
  private static List<Row> landmarks(Dataset<Row> known, String method) {
    return method.equals(ProjectionRow.PCA)
        ? List.of()
        : known
            .where(
                col("method")
                    .equalTo(ProjectionRow.UMAP)
                    .and(col("placed").equalTo(ProjectionRow.FITTED)))
            .select("content_id", "start_sec", "end_sec", "x", "y")
            .collectAsList();
  }

  private Dataset<Row> known(Warehouse warehouse, ClusteringRow clustering) {
    return warehouse
        .read(ProjectionRow.TABLE)
        .where(
            col("clustering_id")
                .equalTo(clustering.clusteringId())
                .and(col("settings").equalTo(conf.identity())));
  }

  private static Dataset<Row> key(Dataset<Row> rows) {
    return rows.select("content_id", "start_sec", "end_sec");
  }

  // Maps of other lenses stay; nobody looks at the one before in this lens.
  private static boolean replace(Warehouse warehouse, ClusteringRow clustering, Dataset<Row> rows) {
    Dataset<Row> others =
        warehouse.read(ProjectionRow.TABLE).where(col("lens").notEqual(clustering.lens()));
    warehouse.replace(ProjectionRow.TABLE, others.unionByName(rows));
    return true;
  }

  private static StepReport report(Dataset<Row> rows, ClusteringRow clustering, boolean wrote) {
    Row found =
        rows.agg(
                count(lit(1)),
                sum(when(col("placed").equalTo(ProjectionRow.FITTED), 1L).otherwise(0L)),
                avg("trustworthiness"),
                max("neighbours"),
                max("method"))
            .first();
    if (found.getLong(0) == 0) {
      return StepReport.of("no map: no item of the clustering has a vector").build();
    }
    long items = found.getLong(0);
    long fitted = found.getLong(1);
    StepReport.Builder report =
        StepReport.of(
                String.format(
                    Locale.ROOT,
                    "%s of %d items, trustworthiness %.2f over %d neighbours",
                    found.getString(4),
                    items,
                    found.getDouble(2),
                    found.getInt(3)))
            .line("lens " + clustering.lens())
            .count("items", items)
            .count("placed_by_neighbours", items - fitted);
    if (fitted < items) {
      report.line(
          "fitted on %d items, %d placed by their neighbours".formatted(fitted, items - fitted));
    }
    return wrote ? report.wrote().build() : report.build();
  }
}
