package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.desc;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.StepReport;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.EvaluationRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class EvaluateStepTest {
  private static final String TAXONOMY =
      """
      name: t
      version: 1
      labels:
        - {name: Safe walkway, definition: people walk there, group: safe}
        - {name: Open panel, definition: a panel is open, group: unsafe}
      """;

  @TempDir private Path dir;
  private Warehouse warehouse;

  /** Cluster 0: three walkways, one of them truly a panel; cluster 1: two panels, one unnamed. */
  @BeforeEach
  void aLabelledDataset(SparkSession spark) {
    warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
    warehouse.append(
        ClusteringRow.TABLE, List.of(Steps.clustering("k1", "emulator/m/visual", "video", 2, 0)));
    warehouse.append(
        CuratedRow.TABLE,
        List.of(
            item("a", "c1", "Safe walkway", "model", "safe walkway", 0),
            item("b", "c2", "Safe walkway", "model", "SAFE WALKWAY", 0),
            item("c", "c3", "Safe walkway", "model", "open panel", 0),
            item("d", "c4", "Open panel", "review", "open panel", 1),
            item("e", "c5", null, "none", "open panel", 1),
            item("f", "c6", "Safe walkway", "model", null, 0)));
  }

  @Test
  void classesGroupsAndClustersAreHeldAgainstGroundTruth() throws IOException {
    StepReport report = run();
    assertThat(report.headline())
        .isEqualTo("5 items with ground truth: 4 labelled, 3 of them right; macro F1 0.650");
    assertThat(report.lines())
        .contains("by group: 3 of 4 labelled items are of the right group")
        .anyMatch(line -> line.startsWith("clusters against ground truth: purity 0.800"));
    assertThat(value("curated", "class", "Safe walkway", "precision"))
        .isCloseTo(2 / 3.0, within(1e-9));
    assertThat(value("curated", "class", "Open panel", "recall")).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(value("curated", "overall", "", "coverage")).isEqualTo(0.8);
    assertThat(value("curated", "group_pair", "unsafe -> safe", "items")).isEqualTo(1);
    assertThat(value("curated", "pair", "Open panel -> Safe walkway", "items")).isEqualTo(1);
    assertThat(value("clusters", "overall", "", "purity")).isEqualTo(0.8);
  }

  @Test
  void labelsByOtherNamesThanTheTruthAreNotCalledWrong() throws IOException {
    warehouse.replace(
        CuratedRow.TABLE,
        warehouse.dataset(
            CuratedRow.TABLE,
            List.of(
                item("a", "c1", "Safe walkway", "model", "Gehweg", 0),
                item("b", "c2", "Open panel", "model", "Schaltschrank", 1),
                item("c", "c3", null, "none", "Gehweg", 0))));
    StepReport report = run();
    assertThat(report.headline())
        .isEqualTo(
            "3 items with ground truth, by other names than the 2 labels: only clusters can be compared");
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("clusters against ground truth: purity 1.000"));
  }

  @Test
  void whatAPersonExcludedIsHeldAgainstNothing() throws IOException {
    warehouse.append(
        CuratedRow.TABLE,
        List.of(curated("x", "c9", 0, 5, "Safe walkway", "model", "excluded", "open panel", 1)));
    StepReport report = run();
    assertThat(report.headline())
        .isEqualTo("5 items with ground truth: 4 labelled, 3 of them right; macro F1 0.650");
    assertThat(value("clusters", "overall", "", "purity")).isEqualTo(0.8);
  }

  @Test
  void aSecondRunWritesNothing() throws IOException {
    assertThat(run().wrote()).isTrue();
    assertThat(run().wrote()).isFalse();
  }

  @Test
  void theModelIsHeldAgainstPeople() throws IOException {
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            new ClusterLabelRow(
                "k1",
                1,
                "Safe walkway",
                false,
                3,
                3,
                1.0,
                2,
                "t@1",
                "p",
                "m",
                Steps.START,
                List.of())));
    run();
    assertThat(value("model", "overall", "", "accuracy")).isZero();
    assertThat(value("model", "pair", "Open panel -> Safe walkway", "items")).isEqualTo(1);
  }

  @Test
  void whatTheModelSaidAboutAnItemItselfCountsBeforeItsCluster() throws IOException {
    ClusterLabelRow.Vote own =
        new ClusterLabelRow.Vote("c4", 0, 5, 1, "w", "Open panel", "labelled", null);
    members();
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            named(1, "Safe walkway", "old-model", 0, List.of()),
            named(1, "Safe walkway", "m", 1, List.of(own))));
    run();
    assertThat(value("model", "overall", "", "accuracy")).as("against people").isEqualTo(1);
    assertThat(value("model", "pair", "Safe walkway -> Open panel", "items"))
        .as("one of two items is called otherwise than before")
        .isEqualTo(1);
  }

  @Test
  void anAnswerThatAClusterKeptAboutAnItemThatLeftItCountsNoItemTwice() throws IOException {
    ClusterLabelRow.Vote own =
        new ClusterLabelRow.Vote("c4", 0, 5, 1, "w", "Open panel", "labelled", null);
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            named(0, "Safe walkway", "m", 0, List.of(own)),
            named(1, "Open panel", "m", 0, List.of(own))));
    assertThat(run().counts()).containsEntry("items", 5L);
    assertThat(value("model", "pair", "Open panel -> Open panel", "items")).isEqualTo(1);
  }

  @Test
  void clustersAreHeldAgainstThoseOfOtherClusteringsWithoutAnyTruth() throws IOException {
    warehouse.append(
        ClusteringRow.TABLE, List.of(Steps.clustering("k0", "emulator/m/audio", "video", 2, -1)));
    List<VideoRow> videos = new ArrayList<>();
    List<ClusterMemberRow> members = new ArrayList<>();
    // The hand-worked example of Partitions: a a a b b b against 1 1 2 2 2 2.
    int[][] clusters = {{0, 0}, {0, 0}, {0, 1}, {1, 1}, {1, 1}, {1, 1}};
    for (int i = 0; i < clusters.length; i++) {
      videos.add(Steps.video("v" + i, 5, "v" + i, null));
      members.add(new ClusterMemberRow("k0", "c-v" + i, 0, 5, clusters[i][0], 0, 1, i, false));
      members.add(new ClusterMemberRow("k1", "c-v" + i, 0, 5, clusters[i][1], 0, 1, i, false));
    }
    // What only one of them holds is no part of the comparison.
    members.add(new ClusterMemberRow("k0", "c-elsewhere", 0, 5, 1, 0, 1, 9, false));
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(ClusterMemberRow.TABLE, members);
    run();
    assertThat(warehouse.rows(EvaluationRow.TABLE))
        .filteredOn(row -> row.against().equals("clustering k0"))
        .allSatisfy(row -> assertThat(row.items()).isEqualTo(6))
        .anySatisfy(row -> assertThat(row.measure()).isEqualTo("purity"))
        .anySatisfy(
            row -> {
              assertThat(row.measure()).isEqualTo("nmi");
              assertThat(row.value()).isCloseTo(0.4787, within(1e-4));
            })
        .anySatisfy(
            row -> {
              assertThat(row.measure()).isEqualTo("ari");
              assertThat(row.value()).isCloseTo(0.3243, within(1e-4));
            });
  }

  @Test
  void oneContentWithTwoTruthsIsAContradiction() throws IOException {
    List<VideoRow> videos = new ArrayList<>();
    videos.add(Steps.video("x", 5, "x", "open panel"));
    videos.add(Steps.video("x", VideoRow.DUPLICATE, 5, "x", "safe walkway"));
    warehouse.append(VideoRow.TABLE, videos);
    assertThat(run().lines())
        .contains("1 contradictions, 1 of them across groups: SELECT * FROM contradictions")
        .contains("c-x: Open panel | Safe walkway");
    assertThat(warehouse.rows(EvaluationRow.TABLE))
        .filteredOn(row -> row.scope().equals("contradiction"))
        .singleElement()
        .satisfies(row -> assertThat(row.name()).isEqualTo("c-x"))
        .satisfies(row -> assertThat(row.detail()).isEqualTo("Open panel | Safe walkway"))
        .satisfies(row -> assertThat(row.against()).isEqualTo("another_group"));
  }

  @Test
  void anotherSpellingIsNoContradiction() throws IOException {
    warehouse.append(
        VideoRow.TABLE,
        List.of(
            Steps.video("x", 5, "x", "open panel"),
            Steps.video("x", VideoRow.DUPLICATE, 5, "x", "Open Panel")));
    assertThat(run().counts()).containsEntry("contradictions", 0L);
  }

  @Test
  void overlappingSpansOfOneContentWithTwoLabelsContradictAndNeighbouringOnesDoNot()
      throws IOException {
    warehouse.append(
        CuratedRow.TABLE,
        List.of(
            span("p", "cut", 0, 10, "Safe walkway", "ready"),
            span("q", "cut", 4, 12, "Open panel", "ready"),
            span("r", "cut", 10, 20, "Open panel", "ready"),
            span("s", "cut", 0, 10, "Open panel", "excluded"),
            span("t", "other", 0, 10, "Safe walkway", "ready"),
            span("u", "other", 0, 10, "Stairs", "ready")));
    assertThat(run().lines())
        .contains("2 contradictions, 1 of them across groups: SELECT * FROM contradictions")
        .containsSubsequence(
            "cut@0.0-10.0@4.0-12.0: Open panel | Safe walkway",
            "other@0.0-10.0: Safe walkway | Stairs");
    warehouse.registerViews();
    List<Row> rows = warehouse.spark().sql("SELECT * FROM contradictions").collectAsList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).<Boolean>getAs("across_groups")).isTrue();
    assertThat(rows.get(0).<String>getAs("what")).startsWith("cut@");
    assertThat(rows.get(1).<Boolean>getAs("across_groups")).isFalse();
  }

  @Test
  void nearItemsOfOneClusterInTwoGroupsAreNamed() throws IOException {
    aNeighbourOfAnotherGroup();
    assertThat(run().lines()).contains("c | g: Safe walkway | Open panel");
    EvaluationRow pair =
        warehouse.rows(EvaluationRow.TABLE).stream()
            .filter(row -> row.labelling().equals("neighbours"))
            .findFirst()
            .orElseThrow();
    assertThat(pair.measure()).isEqualTo("cosine");
    assertThat(pair.value()).isCloseTo(1 / Math.sqrt(1.04), within(1e-6));
  }

  @Test
  void itemsThatWereEmbeddedAgainAreNoNeighboursOfThemselves() throws IOException {
    aNeighbourOfAnotherGroup();
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(again("c1", 1, 0), again("c2", 1, 0.1f), again("c3", 0, 1), again("c7", 0.2f, 1)));
    assertThat(run().lines()).contains("c | g: Safe walkway | Open panel");
  }

  @Test
  void aVideoThatWasEmbeddedInPartsHasNeighboursToo() throws IOException {
    warehouse.append(CuratedRow.TABLE, List.of(item("g", "c7", "Open panel", "review", null, 0)));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            vector("c1", 1, 0),
            vector("c2", 1, 0.1f),
            vector("c3", 0, 1),
            segment("c7", "w7", 0, 2.5, 0.2f, 1),
            segment("c7", "w7", 2.5, 5, 0.2f, 1)));
    assertThat(run().lines()).contains("c | g: Safe walkway | Open panel");
  }

  @Test
  void ofTwoVideosWithOneClipTheFirstIsNamed() throws IOException {
    aNeighbourOfAnotherGroup();
    List<CuratedRow> twins = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      twins.add(item("h" + i, "c7", "Open panel", "review", null, 0));
    }
    warehouse.append(CuratedRow.TABLE, twins);
    assertThat(run().lines()).contains("c | g: Safe walkway | Open panel");
    warehouse.replace(CuratedRow.TABLE, warehouse.read(CuratedRow.TABLE).orderBy(desc("item_id")));
    assertThat(run().wrote()).isFalse();
  }

  @Test
  void theLabelsAreHeldAgainstThoseOfAnEarlierQuestion() throws IOException {
    members();
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            named(0, "Safe walkway", "old-model", 0, List.of()),
            named(1, "Safe walkway", "old-model", 0, List.of()),
            named(0, "Safe walkway", "m", 1, List.of()),
            named(1, "Open panel", "m", 1, List.of())));
    run();
    assertThat(warehouse.rows(EvaluationRow.TABLE))
        .filteredOn(row -> row.against().equals("t@1 by old-model, prompt 0123abcd"))
        .filteredOn(row -> row.measure().equals("accuracy"))
        .singleElement()
        .satisfies(row -> assertThat(row.value()).isEqualTo(4 / 6.0))
        .satisfies(row -> assertThat(row.items()).isEqualTo(6));
    assertThat(value("model", "pair", "Safe walkway -> Open panel", "items")).isEqualTo(2);
  }

  @Test
  void clustersWeighWhatIsInThemNowAgainstAnEarlierQuestion() throws IOException {
    members();
    warehouse.append(VideoRow.TABLE, List.of(content("c8"), content("c9")));
    warehouse.append(ClusterMemberRow.TABLE, List.of(member("c8", 1), member("c9", 1)));
    ClusterLabelRow.Vote left =
        new ClusterLabelRow.Vote("c1", 0, 5, 1, "w", "Open panel", "labelled", null);
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            named(1, "Safe walkway", "old-model", 0, List.of(left)),
            named(1, "Open panel", "m", 1, List.of())));
    run();
    assertThat(value("model", "pair", "Safe walkway -> Open panel", "items"))
        .as("two joined since it was labelled; the item that was asked is in another cluster")
        .isEqualTo(4);
  }

  @Test
  void withoutGroundTruthItSaysSo() throws IOException {
    warehouse.replace(
        CuratedRow.TABLE,
        warehouse.dataset(
            CuratedRow.TABLE, List.of(item("a", "c1", "Safe walkway", "model", null, 0))));
    assertThat(run().headline()).contains("no item has ground truth");
  }

  private void aNeighbourOfAnotherGroup() {
    warehouse.append(CuratedRow.TABLE, List.of(item("g", "c7", "Open panel", "review", null, 0)));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            vector("c1", 1, 0), vector("c2", 1, 0.1f), vector("c3", 0, 1), vector("c7", 0.2f, 1)));
  }

  private StepReport run() throws IOException {
    Path taxonomy = Files.writeString(dir.resolve("t.yaml"), TAXONOMY);
    return new EvaluateStep(new EvaluateConf(taxonomy.toString()))
        .run(Steps.context(warehouse, CannedSpender.paysNothing("emulator")));
  }

  private double value(String labelling, String scope, String name, String measure) {
    return warehouse.rows(EvaluationRow.TABLE).stream()
        .sorted(Comparator.comparing(row -> !row.against().equals("review")))
        .filter(row -> row.labelling().equals(labelling) && row.scope().equals(scope))
        .filter(row -> row.name().equals(name) && row.measure().equals(measure))
        .findFirst()
        .orElseThrow()
        .value();
  }

  /** The dataset's items as members of the clustering. */
  private void members() {
    List<VideoRow> videos = new ArrayList<>();
    List<ClusterMemberRow> members = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      videos.add(content("c" + i));
      members.add(member("c" + i, i == 4 || i == 5 ? 1 : 0));
    }
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(ClusterMemberRow.TABLE, members);
  }

  private static VideoRow content(String content) {
    return Steps.stated("v-" + content, VideoRow.ACCEPTED, content, content, null);
  }

  private static ClusterMemberRow member(String content, int cluster) {
    return new ClusterMemberRow("k1", content, 0, 5, cluster, 0, 1, 1, false);
  }

  private static ClusterLabelRow named(
      int cluster, String label, String model, int hours, List<ClusterLabelRow.Vote> evidence) {
    return new ClusterLabelRow(
        "k1",
        cluster,
        label,
        false,
        3,
        3,
        1.0,
        cluster == 0 ? 4 : 2,
        "t@1",
        "0123abcd4567",
        model,
        Steps.START.plusSeconds(3600L * hours),
        evidence);
  }

  private static EmbeddingRow vector(String content, float... vector) {
    return segment(content, "w", 0, 5, vector);
  }

  private static EmbeddingRow again(String content, float... vector) {
    return segment(content, "w2", 0, 5, vector);
  }

  private static EmbeddingRow segment(
      String content, String work, double from, double to, float... vector) {
    return new EmbeddingRow(
        content, "emulator/m/visual", "video", 0, from, to, vector.length, work, vector);
  }

  private static CuratedRow span(
      String id, String content, double from, double to, String label, String verdict) {
    return curated(id, content, from, to, label, "model", verdict, null, 5);
  }

  private static CuratedRow item(
      String id, String content, String label, String source, String truth, int cluster) {
    return curated(id, content, 0, 5, label, source, "ready", truth, cluster);
  }

  private static CuratedRow curated(
      String id,
      String content,
      double from,
      double to,
      String label,
      String source,
      String verdict,
      String truth,
      int cluster) {
    return new CuratedRow(
        id,
        id,
        from,
        to,
        content,
        id,
        label,
        source,
        1,
        verdict,
        List.of(),
        "train",
        truth,
        "emulator/m/visual",
        "k1",
        cluster,
        0,
        1,
        null,
        null,
        null);
  }
}
