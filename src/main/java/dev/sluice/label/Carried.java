package dev.sluice.label;

import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Answers that clusters keep over a refit, so that nobody is asked and paid for them again: a
 * cluster that continues one which was asked the same question, of as many representatives, and
 * whose answers are all there. Its own answers come first, then the newest.
 */
final class Carried {
  private final Warehouse warehouse;
  private final String clusteringId;
  private final LabelConf conf;

  Carried(Warehouse warehouse, String clusteringId, LabelConf conf) {
    this.warehouse = warehouse;
    this.clusteringId = clusteringId;
    this.conf = conf;
  }

  /**
   * The rows of the clusters that keep their answers, by cluster.
   *
   * @param question rows of the same taxonomy version, prompt and model answer it
   * @param sizes items of every cluster
   * @param now when this is decided
   */
  Map<Integer, ClusterLabelRow> rows(Question question, Map<Integer, Long> sizes, Instant now) {
    Map<String, Integer> continuing = new HashMap<>();
    for (ClusterRow row : Clusterings.clusters(warehouse, clusteringId)) {
      if (row.continuesCluster() != null && sizes.containsKey(row.clusterId())) {
        continuing.put(row.identity(), row.clusterId());
      }
    }
    Map<Integer, ClusterLabelRow> rows = new TreeMap<>();
    if (continuing.isEmpty()) {
      return rows;
    }
    List<ClusterRow> lives =
        warehouse.rows(ClusterRow.TABLE, col("identity").isin(continuing.keySet().toArray()));
    for (ClusterLabelRow label : answers(question)) {
      life(lives, label)
          .filter(cluster -> isWhole(label, cluster))
          .map(cluster -> continuing.get(cluster.identity()))
          .ifPresent(
              cluster ->
                  rows.putIfAbsent(cluster, carried(label, cluster, sizes.get(cluster), now)));
    }
    return rows;
  }

  private List<ClusterLabelRow> answers(Question question) {
    return warehouse
        .rows(
            ClusterLabelRow.TABLE,
            col("taxonomy_version")
                .equalTo(question.taxonomy().id())
                .and(col("prompt_hash").equalTo(question.prompt().hash()))
                .and(col("model").equalTo(conf.model())))
        .stream()
        .sorted(
            Comparator.comparing((ClusterLabelRow row) -> !row.clusteringId().equals(clusteringId))
                .thenComparing(ClusterLabelRow::decidedAt, Comparator.reverseOrder())
                .thenComparing(ClusterLabelRow::clusteringId))
        .toList();
  }

  private static Optional<ClusterRow> life(List<ClusterRow> lives, ClusterLabelRow label) {
    return lives.stream()
        .filter(row -> row.clusteringId().equals(label.clusteringId()))
        .filter(row -> row.clusterId() == label.clusterId())
        .findFirst();
  }

  private boolean isWhole(ClusterLabelRow label, ClusterRow cluster) {
    int wanted = conf.representatives() + conf.border() + conf.random();
    boolean itemsToAsk =
        conf.mixedItems() > 0
            && !hasItems(label)
            && Ballot.count(label.evidence(), conf.minAgreement()).isMixed();
    return label.asked() <= wanted
        && label.asked() >= Math.min(wanted, cluster.size())
        && !itemsToAsk
        && label.evidence().stream().noneMatch(vote -> vote.status().equals(Answers.MISSING));
  }

  // Whether items were asked each for itself, beside the representatives.
  private static boolean hasItems(ClusterLabelRow label) {
    return label.evidence().size() > label.asked();
  }

  // Votes are counted again, because the share that wins is a setting; where items were asked too,
  // nothing tells their answers from the representatives'.
  private ClusterLabelRow carried(ClusterLabelRow label, int cluster, long size, Instant now) {
    Ballot ballot =
        hasItems(label)
            ? new Ballot(Optional.ofNullable(label.label()), label.votes(), label.asked(), 0)
            : Ballot.count(label.evidence(), conf.minAgreement());
    return new ClusterLabelRow(
        clusteringId,
        cluster,
        ballot.label().orElse(null),
        ballot.label().isEmpty(),
        ballot.votes(),
        ballot.asked(),
        ballot.agreement(),
        size,
        label.taxonomyVersion(),
        label.promptHash(),
        label.model(),
        now,
        label.evidence());
  }
}
