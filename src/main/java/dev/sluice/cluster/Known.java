package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Warehouse;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Finds the clustering that new items may join: the newest of the same lens, unit and settings. */
final class Known {
  private final Warehouse warehouse;
  private final ClusterConf conf;

  Known(Warehouse warehouse, ClusterConf conf) {
    this.warehouse = warehouse;
    this.conf = conf;
  }

  /** The clustering to join; empty when everything has to be fitted. */
  Optional<ClusteringRow> newest(Items items, String lens) {
    List<ClusteringRow> rows =
        warehouse
            .rows(
                ClusteringRow.TABLE,
                col("lens").equalTo(lens).and(col("unit").equalTo(conf.unit())))
            .stream()
            .sorted(
                Comparator.comparing(ClusteringRow::createdAt)
                    .thenComparing(ClusteringRow::clusteringId)
                    .reversed())
            .toList();
    for (ClusteringRow row : rows) {
      if (conf.identity().equals(row.settings())) {
        return Optional.of(row);
      }
      if (row.settings() == null && wasFittedSo(row, items)) {
        return Optional.of(adopted(row));
      }
    }
    return Optional.empty();
  }

  /** The items of a clustering, present or not: rows with a column id. */
  static Dataset<Row> ids(Warehouse warehouse, ClusteringRow clustering) {
    return members(warehouse, clustering).select(Items.id().as("id"));
  }

  /** The members of a clustering, present or not. */
  static Dataset<Row> members(Warehouse warehouse, ClusteringRow clustering) {
    return warehouse
        .read(ClusterMemberRow.TABLE)
        .where(col("clustering_id").equalTo(clustering.clusteringId()));
  }

  // Rows without settings tell them by their id: a hash of items and settings.
  private boolean wasFittedSo(ClusteringRow row, Items items) {
    Dataset<Row> fitted = items.keys().join(ids(warehouse, row), new String[] {"id"}, "left_semi");
    InputDigest digest = InputDigest.of(fitted.select("id", "from_sec", "work_key"));
    return digest.clusteringId(row.lens(), conf).equals(row.clusteringId());
  }

  // Nothing has joined it, so its members are all fitted. The settings come last: a row that has
  // them has its clusters too.
  private ClusteringRow adopted(ClusteringRow row) {
    List<ClusterRow> clusters =
        ClusterRows.of(
            row.clusteringId(),
            Shape.of(members(warehouse, row)),
            Centroids.of(row),
            new OutlierRule(conf.outlierSds()),
            Map.of(),
            Earlier.NONE);
    warehouse.appendNew(ClusterRow.TABLE, warehouse.dataset(ClusterRow.TABLE, clusters));
    ClusteringRow known = row.of(conf.identity());
    store(warehouse, known);
    return known;
  }

  /** Replaces the row of a clustering. */
  static void store(Warehouse warehouse, ClusteringRow row) {
    Dataset<Row> others =
        warehouse
            .read(ClusteringRow.TABLE)
            .where(col("clustering_id").notEqual(row.clusteringId()));
    warehouse.replace(
        ClusteringRow.TABLE,
        others.unionByName(warehouse.dataset(ClusteringRow.TABLE, List.of(row))));
  }
}
