package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.step.StepContext;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fits all items and stores the clustering, its clusters and their members. */
final class Fitting {
  private final StepContext context;
  private final ClusterConf conf;
  private final String lens;

  Fitting(StepContext context, ClusterConf conf, String lens) {
    this.context = context;
    this.conf = conf;
    this.lens = lens;
  }

  /**
   * Fits and stores. A repeat after a crash ends in the same rows; what was fitted on the same
   * items with the same settings before counts again.
   *
   * @param id id of the clustering
   * @param items how many items there are
   * @param replaced the clustering of these settings that is replaced; without one the newest of
   *     other settings is continued
   * @param because why it is replaced; null when none is
   */
  ClusteringRow fit(
      Items input, long items, String id, Optional<ClusteringRow> replaced, String because) {
    Warehouse warehouse = context.warehouse();
    List<ClusteringRow> same =
        warehouse.rows(ClusteringRow.TABLE, col("clustering_id").equalTo(id));
    if (!same.isEmpty()) {
      ClusteringRow again = same.get(0).again(context.clock().instant());
      Known.store(warehouse, again);
      return again;
    }
    long version = warehouse.version(EmbeddingRow.TABLE).orElse(0);
    int partitions = Prepared.partitions(conf, items);
    OutlierRule rule = new OutlierRule(conf.outlierSds());
    try (Prepared prepared = Prepared.of(input.vectors(), conf, partitions)) {
      Silhouette silhouette = new Silhouette(prepared.sample());
      Chosen chosen = new Chooser(conf, context.progress()).choose(prepared, items, silhouette);
      context.progress().say("cluster: assigning %d items".formatted(items));
      try (Members members = Members.of(prepared, chosen.centroids(), rule)) {
        Map<Integer, Double> silhouettes =
            silhouette.byCluster(members.centroids().assign(prepared.sample()));
        Earlier earlier =
            replaced
                .or(() -> Earlier.newest(warehouse, lens, conf.unit(), id))
                .map(continued -> Earlier.of(warehouse, continued, members.rows()))
                .orElse(Earlier.NONE);
        List<ClusterRow> clusters =
            ClusterRows.of(id, members.shapes(), members.centroids(), rule, silhouettes, earlier);
        double inertia = members.inertia();
        warehouse.appendNew(
            ClusterMemberRow.TABLE, members.rows().withColumn("clustering_id", lit(id)));
        warehouse.appendNew(ClusterRow.TABLE, warehouse.dataset(ClusterRow.TABLE, clusters));
        ClusteringRow row =
            new ClusteringRow(
                id,
                lens,
                conf.unit(),
                members.centroids().size(),
                chosen.how(),
                items,
                context.clock().instant(),
                conf.centre(),
                conf.seed(),
                partitions,
                "euclidean",
                chosen.silhouette().isPresent() ? chosen.silhouette().getAsDouble() : null,
                inertia,
                version,
                prepared.space().mean(),
                members.centroids().rows(),
                conf.identity(),
                ClusteringRow.Axis.rows(prepared.space()),
                because,
                null);
        // Last: a clustering without this row is not finished, and is fitted again.
        warehouse.append(ClusteringRow.TABLE, List.of(row));
        return row;
      }
    }
  }
}
