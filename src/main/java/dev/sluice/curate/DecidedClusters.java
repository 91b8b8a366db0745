package dev.sluice.curate;

import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the clusters are now that people decided about. A decision names its cluster by an item and
 * was made on the clustering of its time; after a refit it follows the cluster that continues that
 * one, wherever the item has gone.
 */
final class DecidedClusters {
  private final Warehouse warehouse;
  private final ClusteringRow current;
  private final CuratedItems items;
  private final List<Counted> inOrder;

  DecidedClusters(Warehouse warehouse, ClusteringRow current, CuratedItems items) {
    this.warehouse = warehouse;
    this.current = current;
    this.items = items;
    this.inOrder =
        warehouse
            .rows(
                ClusteringRow.TABLE,
                col("lens").equalTo(current.lens()).and(col("unit").equalTo(current.unit())))
            .stream()
            .flatMap(row -> row.counted().stream().map(from -> new Counted(from, row)))
            .sorted(
                Comparator.comparing(Counted::from)
                    .thenComparing(counted -> counted.clustering().clusteringId()))
            .toList();
  }

  /**
   * The clusters of the current clustering that decisions are about, by key.
   *
   * @param decisions when each key's decision was made
   * @param now the clusters that each key's items are in now
   * @param notes gets a sentence for every decision whose cluster is no more
   */
  Map<String, Set<Integer>> of(
      Map<String, Instant> decisions, Map<String, Set<Integer>> now, List<String> notes) {
    Map<String, Set<Integer>> found = new HashMap<>(now);
    Map<ClusteringRow, Map<String, Instant>> bySeen =
        new TreeMap<>(Comparator.comparing(ClusteringRow::clusteringId));
    decisions.forEach(
        (key, at) -> bySeen.computeIfAbsent(seen(at), row -> new TreeMap<>()).put(key, at));
    Map<String, Integer> lives = new HashMap<>();
    clusters(current).forEach((cluster, identity) -> lives.put(identity, cluster));
    bySeen.forEach(
        (seen, of) -> {
          Map<Integer, String> identities = clusters(seen);
          if (seen.clusteringId().equals(current.clusteringId()) || identities.isEmpty()) {
            return;
          }
          items
              .of(seen)
              .clustersOf(of.keySet())
              .forEach(
                  (key, then) -> {
                    Set<Integer> clusters = new HashSet<>();
                    then.forEach(cluster -> clusters.add(lives.get(identities.get(cluster))));
                    if (clusters.remove(null)) {
                      notes.add(
                          "review of the cluster of %s not applied: no cluster continues the one it was made for on %s; look again"
                              .formatted(key, of.get(key)));
                      clusters.clear();
                    }
                    found.put(key, clusters);
                  });
        });
    return found;
  }

  // A date without a time is some moment of that day. Before the first clustering nobody saw one.
  private ClusteringRow seen(Instant at) {
    Instant until = at.equals(at.truncatedTo(ChronoUnit.DAYS)) ? at.plus(Duration.ofDays(1)) : at;
    return inOrder.stream()
        .filter(counted -> !counted.from().isAfter(until))
        .reduce((one, next) -> next)
        .orElse(inOrder.get(0))
        .clustering();
  }

  private Map<Integer, String> clusters(ClusteringRow clustering) {
    Map<Integer, String> identities = new HashMap<>();
    for (ClusterRow row : Clusterings.clusters(warehouse, clustering.clusteringId())) {
      identities.put(row.clusterId(), row.identity());
    }
    return identities;
  }

  /** A clustering that counted from some time on. */
  private record Counted(Instant from, ClusteringRow clustering) {}
}
