package dev.sluice.report;

import dev.sluice.provider.Lens;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Turns what the queries answered into findings. Pure. */
final class FindingsOf {
  private static final int EVIDENCE = 3;

  private FindingsOf() {}

  /** The clustering and its labels. */
  static Findings.Origin origin(ClusteringRow row, List<ClusterLabelRow> labels) {
    Optional<ClusterLabelRow> label = labels.stream().findFirst();
    return new Findings.Origin(
        Lens.parse(row.lens()).provider(),
        row.lens(),
        row.unit(),
        row.k(),
        row.kChosenBy(),
        row.silhouette() == null ? null : Rounding.measure(row.silhouette()),
        label.map(ClusterLabelRow::taxonomyVersion).orElse(null),
        label.map(ClusterLabelRow::model).orElse(null));
  }

  /**
   * Clusters, largest first.
   *
   * @param fitted what the fit said of each; without it a cluster has no nearest other
   */
  static List<Findings.Cluster> clusters(
      List<ClusterRow> fitted,
      List<ReportTables.ClusterShape> shapes,
      Map<Integer, List<Findings.Member>> members,
      List<ClusterLabelRow> labels,
      List<ReportTables.CuratedGroup> curated) {
    Map<Integer, ClusterLabelRow> byId = new HashMap<>();
    labels.forEach(row -> byId.put(row.clusterId(), row));
    Map<Integer, ClusterRow> fits = new HashMap<>();
    fitted.forEach(row -> fits.put(row.clusterId(), row));
    List<Findings.Cluster> out = new ArrayList<>();
    for (ReportTables.ClusterShape shape : shapes) {
      ClusterLabelRow model = byId.get(shape.id());
      Name name = name(shape.id(), model, curated);
      ClusterRow fit = fits.get(shape.id());
      boolean isAlone = fit == null || fit.nearestCluster() == null;
      out.add(
          new Findings.Cluster(
              shape.id(),
              shape.size(),
              name.label(),
              name.source(),
              name.otherwise(),
              model == null ? 0 : model.votes(),
              model == null ? 0 : model.asked(),
              evidence(model),
              shape.meanDistance(),
              shape.meanMargin(),
              shape.outliers(),
              isAlone ? -1 : fit.nearestCluster(),
              isAlone ? 0 : Rounding.measure(fit.nearestDistance()),
              members.getOrDefault(shape.id(), List.of())));
    }
    out.sort(
        Comparator.comparingLong((Findings.Cluster c) -> -c.size())
            .thenComparingInt(Findings.Cluster::id));
    return out;
  }

  /** Seconds of the representatives that were asked about, each once. */
  static double askedSeconds(List<ClusterLabelRow> labels) {
    Map<String, Double> seconds = new TreeMap<>();
    for (ClusterLabelRow row : labels) {
      for (ClusterLabelRow.Vote vote : row.evidence()) {
        seconds.put(
            vote.contentId() + "@" + vote.startSec() + "-" + vote.endSec(),
            vote.endSec() - vote.startSec());
      }
    }
    return Rounding.seconds(seconds.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  /** Labels, most frequent first. */
  static List<Findings.LabelShare> labels(List<ReportTables.CuratedGroup> curated) {
    Map<String, Findings.LabelShare> shares = new TreeMap<>();
    for (ReportTables.CuratedGroup g : curated) {
      if (g.isLabelled()) {
        shares.merge(
            g.label(),
            new Findings.LabelShare(
                g.label(),
                g.items(),
                g.seconds(),
                g.split().equals("train") ? g.items() : 0,
                g.split().equals("validation") ? g.items() : 0,
                g.split().equals("test") ? g.items() : 0),
            FindingsOf::add);
      }
    }
    return shares.values().stream()
        .map(
            s ->
                new Findings.LabelShare(
                    s.label(),
                    s.items(),
                    Rounding.seconds(s.seconds()),
                    s.train(),
                    s.validation(),
                    s.test()))
        .sorted(
            Comparator.comparingLong((Findings.LabelShare s) -> -s.items())
                .thenComparing(Findings.LabelShare::label))
        .toList();
  }

  private static Findings.LabelShare add(Findings.LabelShare a, Findings.LabelShare b) {
    return new Findings.LabelShare(
        a.label(),
        a.items() + b.items(),
        a.seconds() + b.seconds(),
        a.train() + b.train(),
        a.validation() + b.validation(),
        a.test() + b.test());
  }

  private record Name(String label, String source, long otherwise) {}

  // What curate decided counts, because reviews are in it; before curate, what the model said.
  private static Name name(
      int cluster, ClusterLabelRow model, List<ReportTables.CuratedGroup> curated) {
    Map<String, Long> items = new TreeMap<>();
    Map<String, Map<String, Long>> sources = new TreeMap<>();
    boolean isCurated = false;
    long unnamed = 0;
    for (ReportTables.CuratedGroup g : curated) {
      if (g.cluster() == cluster) {
        isCurated = true;
        if (g.isLabelled()) {
          items.merge(g.label(), g.items(), Long::sum);
          sources
              .computeIfAbsent(g.label(), l -> new TreeMap<>())
              .merge(g.source(), g.items(), Long::sum);
        } else if (g.label() == null && !g.verdict().equals("excluded")) {
          unnamed += g.items();
        }
      }
    }
    if (!isCurated && model != null && model.label() != null) {
      return new Name(model.label(), "model", 0);
    }
    long named = items.values().stream().mapToLong(n -> n).sum();
    Optional<String> label = most(items);
    // One item with an answer of its own does not name a cluster that nobody could name.
    return label.isPresent() && items.get(label.get()) > unnamed
        ? new Name(
            label.get(),
            most(sources.get(label.get())).orElseThrow(),
            named - items.get(label.get()))
        : new Name(null, "none", named);
  }

  private static Optional<String> most(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
        .map(Map.Entry::getKey);
  }

  private static List<String> evidence(ClusterLabelRow model) {
    Set<String> said = new LinkedHashSet<>();
    if (model != null) {
      for (ClusterLabelRow.Vote vote : model.evidence()) {
        if (vote.evidence() != null && !vote.evidence().isBlank() && said.size() < EVIDENCE) {
          said.add(vote.evidence().strip());
        }
      }
    }
    return List.copyOf(said);
  }
}
