package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.report.ReportTables.ClusterShape;
import dev.sluice.report.ReportTables.CuratedGroup;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsOfTest {
  private static final List<ClusterRow> FITTED =
      List.of(fitted(0, 1, 5.0), fitted(1, 2, 1.0), fitted(2, 1, 1.0));

  private static final List<ClusterShape> SHAPES =
      List.of(
          new ClusterShape(0, 2, 0.1, 0.2, 0),
          new ClusterShape(1, 5, 0.1, 0.2, 1),
          new ClusterShape(2, 2, 0.1, 0.2, 0));

  @Test
  void largestFirstWithTheNearestOther() {
    List<Findings.Cluster> clusters = clusters(List.of(), List.of());
    assertThat(clusters).extracting(Findings.Cluster::id).containsExactly(1, 0, 2);
    assertThat(clusters.get(1).nearestId()).isEqualTo(1);
    assertThat(clusters.get(1).nearestDistance()).isEqualTo(5);
    assertThat(clusters.get(0).nearestId()).isEqualTo(2);
    assertThat(clusters.get(0).label()).isNull();
  }

  @Test
  void aClusterAloneHasNoNearestOther() {
    assertThat(FindingsOf.clusters(List.of(), SHAPES, Map.of(), List.of(), List.of()))
        .allSatisfy(cluster -> assertThat(cluster.nearestId()).isEqualTo(-1));
  }

  @Test
  void aPersonsNameReplacesTheModels() {
    List<CuratedGroup> curated =
        List.of(
            new CuratedGroup(0, "coin", "review", "ready", "train", 2, 10),
            new CuratedGroup(1, "tree", "model", "ready", "train", 3, 15),
            new CuratedGroup(1, "ocean", "review", "ready", "test", 1, 5),
            new CuratedGroup(1, "tree", "model", "excluded", "test", 1, 5));
    List<Findings.Cluster> clusters = clusters(List.of(label(0, "cup"), label(2, "cup")), curated);
    assertThat(clusters.get(0).label()).isEqualTo("tree");
    assertThat(clusters.get(0).otherwise()).isEqualTo(1);
    assertThat(clusters.get(1).label()).isEqualTo("coin");
    assertThat(clusters.get(1).labelSource()).isEqualTo("review");
    // Not curated yet: what the model said.
    assertThat(clusters.get(2).label()).isEqualTo("cup");
    assertThat(clusters.get(2).evidence()).containsExactly("a cup");
  }

  @Test
  void oneItemsOwnAnswerDoesNotNameACluster() {
    List<CuratedGroup> curated =
        List.of(
            new CuratedGroup(1, "cup", "model", "ready", "train", 1, 5),
            new CuratedGroup(1, null, "none", "review", "train", 3, 15),
            new CuratedGroup(0, "cup", "model", "ready", "train", 2, 10),
            new CuratedGroup(0, null, "none", "review", "test", 1, 5),
            new CuratedGroup(0, null, "none", "excluded", "test", 9, 45));
    List<Findings.Cluster> clusters = clusters(List.of(label(1, null)), curated);
    assertThat(clusters.get(0).label()).isNull();
    assertThat(clusters.get(0).otherwise()).isEqualTo(1);
    assertThat(clusters.get(1).label()).isEqualTo("cup");
  }

  @Test
  void labelsAreCountedWithoutTheExcluded() {
    List<Findings.LabelShare> labels =
        FindingsOf.labels(
            List.of(
                new CuratedGroup(0, "a", "model", "ready", "train", 2, 10),
                new CuratedGroup(0, "b", "model", "review", "test", 3, 15),
                new CuratedGroup(1, "a", "model", "excluded", "train", 9, 45),
                new CuratedGroup(1, null, "none", "review", "train", 9, 45)));
    assertThat(labels)
        .containsExactly(
            new Findings.LabelShare("b", 3, 15, 0, 0, 3),
            new Findings.LabelShare("a", 2, 10, 2, 0, 0));
  }

  @Test
  void aRepresentativeIsWatchedOnce() {
    assertThat(FindingsOf.askedSeconds(List.of(label(0, "cup"), label(1, "cup")))).isEqualTo(5);
    assertThat(FindingsOf.askedSeconds(List.of())).isZero();
  }

  @Test
  void savedTimeIsNeverNegative() {
    assertThat(new Findings.Footage(1, 0, 0, 5, 1, 0, 0, 0, 0, 5).savedSeconds()).isZero();
  }

  private static List<Findings.Cluster> clusters(
      List<ClusterLabelRow> labels, List<CuratedGroup> curated) {
    return FindingsOf.clusters(FITTED, SHAPES, Map.of(), labels, curated);
  }

  private static ClusterRow fitted(int cluster, Integer nearest, Double distance) {
    return new ClusterRow(
        "c", cluster, "c" + cluster, null, null, null, 2, 0.1, 0, null, null, nearest, distance, 0);
  }

  private static ClusterLabelRow label(int cluster, String label) {
    return new ClusterLabelRow(
        "c",
        cluster,
        label,
        false,
        1,
        1,
        1,
        2,
        "t",
        "p",
        "m",
        Instant.EPOCH,
        List.of(new ClusterLabelRow.Vote("f1:a", 0, 5, 1, "k", label, "labelled", "a " + label)));
  }
}
