package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.provider.Lens;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Groups items by their vectors with Spark's KMeans, k given or chosen by silhouette, and records
 * for every item its cluster, distance, margin and rank. Pays nothing. Idempotent: the same input
 * and settings are fitted once.
 */
public final class ClusterStep implements Step {
  private final ClusterConf conf;

  /** A step with these settings. */
  public ClusterStep(ClusterConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "cluster";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when there is nothing to cluster, k is larger than the number of items, or
   *     it is not clear which lens is meant
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    String lens = lens(warehouse, context.spender().namespace());
    Items items = new Items(warehouse, lens, conf.unit());
    InputDigest input = InputDigest.of(items.keys());
    check(input.items(), lens);
    String id = input.clusteringId(lens, conf);
    Optional<ClusteringRow> known =
        warehouse.rows(ClusteringRow.TABLE, col("clustering_id").equalTo(id)).stream().findFirst();
    boolean wrote = false;
    if (known.isEmpty()) {
      known = Optional.of(fit(context, items, input, lens, id));
      wrote = true;
    } else if (!Clusterings.current(warehouse, Lens.parse(lens).provider())
        .map(ClusteringRow::clusteringId)
        .equals(Optional.of(id))) {
      // Readers take the newest: going back to earlier settings must make their result count.
      known = Optional.of(renewed(known.get(), context));
      Dataset<Row> others =
          warehouse.read(ClusteringRow.TABLE).where(col("clustering_id").notEqual(id));
      warehouse.replace(
          ClusteringRow.TABLE,
          others.unionByName(warehouse.dataset(ClusteringRow.TABLE, List.of(known.get()))));
      wrote = true;
    }
    return report(warehouse, known.get(), items.tooShort(), wrote);
  }

  private String lens(Warehouse warehouse, String provider) {
    List<String> lenses = new ArrayList<>();
    for (Row row : warehouse.read(EmbeddingRow.TABLE).select("lens").distinct().collectAsList()) {
      lenses.add(row.getString(0));
    }
    lenses.sort(null);
    if (!conf.lens().isEmpty()) {
      if (!lenses.contains(conf.lens())) {
        throw new StepStopped(
            ExitCode.USAGE,
            "cluster: no embeddings in lens %s; there are: %s".formatted(conf.lens(), lenses));
      }
      return conf.lens();
    }
    List<String> visual =
        lenses.stream()
            .filter(l -> Lens.parse(l).provider().equals(provider))
            .filter(l -> Lens.parse(l).modality().equals("visual"))
            .toList();
    if (visual.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "cluster: no visual embeddings of provider %s; run the embed step first (lenses: %s)"
              .formatted(provider, lenses));
    }
    if (visual.size() > 1) {
      throw new StepStopped(
          ExitCode.USAGE,
          "cluster: several lenses could be meant; set cluster.lens to one of " + visual);
    }
    return visual.get(0);
  }

  private void check(long items, String lens) {
    if (items == 0) {
      throw new StepStopped(
          ExitCode.INPUT,
          "cluster: nothing to cluster: no accepted video has a %s vector in lens %s"
              .formatted(conf.unit(), lens));
    }
    if (conf.k() != null && conf.k() > items) {
      throw new StepStopped(
          ExitCode.USAGE,
          "cluster: k = %d is larger than the number of items (%d); set cluster.k to at most %d or leave it out"
              .formatted(conf.k(), items, items));
    }
  }

  private ClusteringRow fit(
      StepContext context, Items items, InputDigest input, String lens, String id) {
    Warehouse warehouse = context.warehouse();
    long version = warehouse.version(EmbeddingRow.TABLE).orElse(0);
    int partitions = Prepared.partitions(conf, input.items());
    try (Prepared prepared = Prepared.of(items.vectors(), conf.centre(), partitions)) {
      Chosen chosen = new Chooser(conf, context.progress()).choose(prepared, input.items());
      context.progress().say("cluster: assigning %d items".formatted(input.items()));
      try (Members members = Members.of(prepared, chosen.centroids(), conf.outlierSds())) {
        warehouse.appendNew(
            ClusterMemberRow.TABLE, members.rows().withColumn("clustering_id", lit(id)));
        ClusteringRow row =
            new ClusteringRow(
                id,
                lens,
                conf.unit(),
                members.centroids().size(),
                chosen.how(),
                input.items(),
                context.clock().instant(),
                conf.centre(),
                conf.seed(),
                partitions,
                "euclidean",
                chosen.silhouette().isPresent() ? chosen.silhouette().getAsDouble() : null,
                members.inertia(),
                version,
                prepared.mean(),
                members.centroids().rows());
        // Last: a clustering without this row is not finished, and is fitted again.
        warehouse.append(ClusteringRow.TABLE, List.of(row));
        return row;
      }
    }
  }

  private static ClusteringRow renewed(ClusteringRow row, StepContext context) {
    return new ClusteringRow(
        row.clusteringId(),
        row.lens(),
        row.unit(),
        row.k(),
        row.kChosenBy(),
        row.items(),
        context.clock().instant(),
        row.centred(),
        row.seed(),
        row.partitions(),
        row.distance(),
        row.silhouette(),
        row.inertia(),
        row.inputVersion(),
        row.mean(),
        row.centroids());
  }

  private StepReport report(Warehouse warehouse, ClusteringRow row, long tooShort, boolean wrote) {
    long outliers =
        warehouse
            .read(ClusterMemberRow.TABLE)
            .where(col("clustering_id").equalTo(row.clusteringId()).and(col("outlier")))
            .count();
    String quality =
        row.silhouette() == null ? "" : String.format(Locale.ROOT, " (%.2f)", row.silhouette());
    String headline =
        conf.k() == null
            ? "k = %d chosen from %d..%d by silhouette%s"
                .formatted(row.k(), conf.minK(), ChooseK.largest(conf.maxK(), row.items()), quality)
            : "k = %d as given, silhouette%s".formatted(row.k(), quality);
    if (row.silhouette() == null) {
      headline = "k = %d: %s".formatted(row.k(), row.kChosenBy());
    }
    StepReport.Builder report =
        StepReport.of(headline)
            .line("%d items (%s) in lens %s".formatted(row.items(), row.unit(), row.lens()))
            .line(row.kChosenBy())
            .count("items", row.items())
            .count("clusters", row.k())
            .count("outliers", outliers);
    if (tooShort > 0) {
      report
          .line("%d segments shorter than %.0f s left out".formatted(tooShort, Items.SHORTEST))
          .count("too_short", tooShort);
    }
    return wrote ? report.wrote().build() : report.build();
  }
}
