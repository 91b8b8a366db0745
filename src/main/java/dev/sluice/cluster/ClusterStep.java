package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;

import dev.sluice.provider.Lens;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Groups items by their vectors with Spark's KMeans, k given or chosen by silhouette and stability,
 * and records for every item its cluster, distance, margin and rank. Items that come later join the
 * clustering of the same settings; only when they no longer fit it, or outnumber it, everything is
 * fitted again, and clusters that live on keep their identity. Pays nothing. Idempotent: a second
 * run writes nothing.
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
    String lens = new LensChoice(conf.lens()).in(warehouse, context.spender().namespace());
    Items items = new Items(warehouse, lens, conf.unit());
    InputDigest input = InputDigest.of(items.keys());
    check(input.items(), lens);
    String id = input.clusteringId(lens, conf);
    Fitting fitting = new Fitting(context, conf, lens);
    Optional<ClusteringRow> known = new Known(warehouse, conf).newest(items, lens);
    if (known.isEmpty()) {
      ClusteringRow fitted = fitting.fit(items, input.items(), id, known, null);
      return report(warehouse, fitted, input.items(), items.tooShort(), List.of(), true);
    }
    ClusteringRow row = known.get();
    try (Joining joining = Joining.of(warehouse, items, row)) {
      Optional<String> drifted = joining.drift().reason(conf);
      if (drifted.isPresent()) {
        context.progress().say("cluster: fitting again: " + drifted.get());
        ClusteringRow fitted = fitting.fit(items, input.items(), id, known, drifted.get());
        return report(
            warehouse, fitted, input.items(), items.tooShort(), continued(warehouse, fitted), true);
      }
      if (joining.items() > 0) {
        context.progress().say("cluster: %d new items join".formatted(joining.items()));
        joining.store();
      }
      boolean renewed = makeCurrent(context, row);
      return report(
          warehouse,
          row,
          input.items(),
          items.tooShort(),
          joined(joining),
          renewed || joining.items() > 0);
    }
  }

  // Readers take the newest: going back to earlier settings must make their result count.
  private static boolean makeCurrent(StepContext context, ClusteringRow row) {
    Warehouse warehouse = context.warehouse();
    if (Clusterings.current(warehouse, Lens.parse(row.lens()).provider())
        .map(ClusteringRow::clusteringId)
        .equals(Optional.of(row.clusteringId()))) {
      return false;
    }
    Known.store(warehouse, row.again(context.clock().instant()));
    return true;
  }

  private static List<String> joined(Joining joining) {
    Drift drift = joining.drift();
    return drift.joined() == 0
        ? List.of()
        : List.of(
            "%d items joined the %d that it was fitted on, %d of them far from their cluster"
                .formatted(drift.joined(), drift.fitted(), drift.strange()));
  }

  private static List<String> continued(Warehouse warehouse, ClusteringRow fitted) {
    List<ClusterRow> clusters = Clusterings.clusters(warehouse, fitted.clusteringId());
    long continued = clusters.stream().filter(c -> c.continuesCluster() != null).count();
    return List.of(
        "fitted again: " + fitted.refitBecause(),
        "%d of %d clusters continue earlier ones".formatted(continued, clusters.size()));
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

  private StepReport report(
      Warehouse warehouse,
      ClusteringRow row,
      long items,
      long tooShort,
      List<String> notes,
      boolean wrote) {
    long outliers =
        Clusterings.members(warehouse, row.clusteringId()).where(col("outlier")).count();
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
            .line("%d items (%s) in lens %s".formatted(items, row.unit(), row.lens()))
            .line(row.kChosenBy())
            .count("items", items)
            .count("clusters", row.k())
            .count("outliers", outliers);
    notes.forEach(report::line);
    if (tooShort > 0) {
      report
          .line("%d segments shorter than %.0f s left out".formatted(tooShort, Items.SHORTEST))
          .count("too_short", tooShort);
    }
    return wrote ? report.wrote().build() : report.build();
  }
}
