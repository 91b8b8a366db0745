package dev.sluice.curate;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ReviewRow;
import dev.sluice.tables.Table;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class CurateStepTest {
  private static final String HEADER = "kind,key,label,exclude,reviewer,reason,at\n";
  private static final String NAMES_TREE =
      HEADER + "cluster_of,b0,tree,false,p,\"a tree, surely\",2026-11-21T12:00:00Z\n";
  private static final List<Table<?>> TABLES = List.of(CuratedRow.TABLE, ReviewRow.TABLE);
  private Warehouse warehouse;

  /** Cluster 0 is a0…a5, named; cluster 1 is b0…b3, not named; all of b are one recording. */
  @BeforeEach
  void twoClusters(SparkSession spark, @TempDir Path dir) {
    warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
    List<VideoRow> videos = new ArrayList<>();
    List<ClusterMemberRow> members = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      videos.add(Steps.video("a" + i, 5, "a" + i, "true a"));
      members.add(new ClusterMemberRow("k1", "c-a" + i, 0, 5, 0, i, 1, i + 1, i == 5));
    }
    for (int i = 0; i < 4; i++) {
      videos.add(Steps.video("b" + i, 5, "b0", "true b"));
      members.add(new ClusterMemberRow("k1", "c-b" + i, 0, 5, 1, i, 1, i + 1, false));
    }
    videos.add(Steps.video("twin", VideoRow.DUPLICATE, 5, "twin", "true a"));
    videos.add(Steps.video("late", 5, "late", "true a"));
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(ClusterMemberRow.TABLE, members);
    warehouse.append(
        ClusteringRow.TABLE, List.of(Steps.clustering("k1", "emulator/m/visual", "video", 2, 0)));
    warehouse.append(ClusterLabelRow.TABLE, List.of(label(0, "face", 1.0), label(1, null, 0.0)));
  }

  @Test
  void labelsComeFromTheModelAndNeverFromGroundTruth() {
    StepReport report = run("");
    assertThat(report.headline()).isEqualTo("10 items: 5 ready, 5 to review, 0 excluded");
    assertThat(report.lines())
        .contains(
            "why not ready: outlier 1 unnamed 4",
            "1 accepted videos have no item: not embedded yet, or not in the newest clustering");
    Map<String, CuratedRow> curated = curated();
    assertThat(curated.get("a0").label()).isEqualTo("face");
    assertThat(curated.get("a0").labelSource()).isEqualTo("model");
    assertThat(curated.get("a0").groundTruth()).isEqualTo("true a");
    assertThat(curated.get("a0").taxonomyVersion()).isEqualTo("t@1");
    assertThat(curated.get("b0").label()).isNull();
    assertThat(curated.get("b0").labelSource()).isEqualTo("none");
    assertThat(curated.get("b0").taxonomyVersion()).isNull();
    assertThat(curated).doesNotContainKeys("twin", "late");
  }

  @Test
  void itemsThatWereAskedThemselvesKeepTheirOwnAnswer() {
    ClusterLabelRow.Vote own =
        new ClusterLabelRow.Vote("c-b1", 0, 5, 2, "w", "tree", "labelled", null);
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(later(label(0, "face", 1.0), List.of()), later(label(1, null, 0.5), List.of(own))));
    run("");
    Map<String, CuratedRow> curated = curated();
    assertThat(curated.get("b1").label()).isEqualTo("tree");
    assertThat(curated.get("b1").verdict()).isEqualTo("ready");
    assertThat(curated.get("b1").confidence()).isEqualTo(2 / 3.0);
    assertThat(curated.get("b0").label()).isNull();
    assertThat(curated.get("a0").confidence()).isEqualTo(0.75);
    assertThat(curated.get("a4").confidence()).isLessThan(0.75).isGreaterThan(0.5);
  }

  @Test
  void oneRecordingIsNeverSplit() {
    run("");
    Set<String> splits =
        curated().values().stream()
            .filter(row -> row.sourceId().equals("b0"))
            .map(CuratedRow::split)
            .collect(Collectors.toSet());
    assertThat(splits).hasSize(1);
  }

  @Test
  void whatHangsTogetherThroughASecondNameIsOneRecording() {
    // a1's bytes also came from the recording of a2, and a3 is a part of what a2 was cut from.
    warehouse.append(
        VideoRow.TABLE,
        List.of(
            Steps.stated("a1 again", VideoRow.DUPLICATE, "c-a1", "session", null),
            Steps.stated("a2 again", VideoRow.DUPLICATE, "c-a2", "session", null),
            Steps.stated("session", VideoRow.REJECTED, null, "day", null),
            Steps.stated("a3 again", VideoRow.DUPLICATE, "c-a3", "day", null)));
    for (long seed = 0; seed < 3; seed++) {
      run(new CurateConf(null, new CurateConf.Split(0.4, 0.3, 0.3, seed, null), null, null));
      Map<String, CuratedRow> curated = curated();
      assertThat(List.of(curated.get("a1").split(), curated.get("a2").split()))
          .as("seed %d", seed)
          .containsOnly(curated.get("a3").split());
    }
  }

  @Test
  void aSplitOfTheManifestIsKeptAndOneThatContradictsItselfIsShown() {
    warehouse.append(
        VideoRow.TABLE,
        List.of(
            Steps.stated("a1 again", VideoRow.DUPLICATE, "c-a1", "a1 again", "Val"),
            Steps.stated("a2 again", VideoRow.DUPLICATE, "c-a2", "a2 again", "testing"),
            Steps.stated("b1 again", VideoRow.DUPLICATE, "c-b1", "b1 again", "train"),
            Steps.stated("b2 again", VideoRow.DUPLICATE, "c-b2", "b2 again", "test"),
            Steps.stated("a3 again", VideoRow.DUPLICATE, "c-a3", "a3 again", "fold 7")));
    for (boolean stratified : new boolean[] {false, true}) {
      StepReport report =
          run(
              new CurateConf(
                  null, new CurateConf.Split(1.0, 0.0, 0.0, 1L, stratified), null, null));
      Map<String, CuratedRow> curated = curated();
      assertThat(curated.get("a1").split()).isEqualTo("validation");
      assertThat(curated.get("a2").split()).isEqualTo("test");
      assertThat(curated.get("a2").verdict()).isEqualTo("ready");
      assertThat(curated.get("a3").split()).isEqualTo("train");
      assertThat(List.of(curated.get("b0"), curated.get("b2"), curated.get("b3")))
          .allSatisfy(row -> assertThat(row.split()).isEqualTo("test"))
          .allSatisfy(row -> assertThat(row.verdict()).isEqualTo("review"))
          .allSatisfy(row -> assertThat(row.reasons()).contains("split_contradicts"));
      assertThat(report.lines())
          .anySatisfy(line -> assertThat(line).contains("[test, train]").contains("source b0"))
          .anySatisfy(line -> assertThat(line).contains("[fold 7]"));
    }
  }

  @Test
  void aManifestOfNothingButTrainIsPartedByTheSharesAndSaysSo() {
    List<VideoRow> videos = new ArrayList<>();
    for (VideoRow v : warehouse.rows(VideoRow.TABLE)) {
      videos.add(Steps.stated(v.videoId(), v.status(), v.contentId(), v.sourceId(), "train"));
    }
    warehouse.replace(VideoRow.TABLE, warehouse.dataset(VideoRow.TABLE, videos));
    CurateConf conf =
        new CurateConf(null, new CurateConf.Split(0.0, 0.0, 1.0, null, null), null, null);
    assertThat(run(conf).lines())
        .anySatisfy(line -> assertThat(line).contains("train for every video"));
    assertThat(curated().values()).allMatch(row -> row.split().equals("test"));
    warehouse.append(VideoRow.TABLE, List.of(Steps.video("new", 5, "new", null)));
    assertThat(run(conf).lines())
        .anySatisfy(line -> assertThat(line).contains("train for 12 videos", "no split for 1"));
    assertThat(curated().values()).allMatch(row -> row.split().equals("train"));
  }

  @Test
  void aFileAndItsPartAreOneItemEach() {
    warehouse.append(
        VideoRow.TABLE,
        List.of(Steps.part("file", "f", 60, null, null), Steps.part("part", "f", 60, 0.0, 10.0)));
    warehouse.append(
        ClusterMemberRow.TABLE,
        List.of(
            new ClusterMemberRow("k1", "c-f", 0, 10, 0, 1, 1, 7, false),
            new ClusterMemberRow("k1", "c-f", 0, 59.9, 0, 1, 1, 8, false)));
    run("");
    assertThat(warehouse.rows(CuratedRow.TABLE))
        .filteredOn(row -> row.contentId().equals("c-f"))
        .extracting(CuratedRow::itemId, CuratedRow::endSec)
        .containsExactlyInAnyOrder(tuple("file", 59.9), tuple("part", 10.0));
  }

  @Test
  void videosWithoutAnItemAreCountedEvenIfTheirFileHasOne() {
    warehouse.append(
        VideoRow.TABLE,
        List.of(Steps.part("file", "f", 60, null, null), Steps.part("part", "f", 60, 0.0, 10.0)));
    warehouse.append(
        ClusterMemberRow.TABLE,
        List.of(new ClusterMemberRow("k1", "c-f", 0, 10, 0, 1, 1, 7, false)));
    assertThat(run("").counts()).containsEntry("not_clustered", 2L);
    assertThat(curated()).containsKey("part").doesNotContainKeys("file", "late");
  }

  @Test
  void aPartHasItsOwnClipsAndNoneOfTheFile() {
    warehouse.append(
        VideoRow.TABLE,
        List.of(Steps.part("file", "f", 60, null, null), Steps.part("part", "f", 60, 12.0, 36.0)));
    clips("w-file", 0, 12, 20, 36, 60);
    clips("w-part", 12, 20.04, 36);
    clustersOfClips("k2", 1, Map.of());
    run("");
    assertThat(curated())
        .containsOnlyKeys(
            "file@0-12",
            "file@12-20",
            "file@20-36",
            "file@36-60",
            "part@12-20.04",
            "part@20.04-36");
  }

  private void clips(String work, double... cuts) {
    List<EmbeddingRow> clips = new ArrayList<>();
    for (int i = 1; i < cuts.length; i++) {
      clips.add(Steps.clipOf(work, "f", "emulator/m/visual", cuts[i - 1], cuts[i], 1));
    }
    warehouse.append(EmbeddingRow.TABLE, clips);
  }

  // All in cluster 0, but for those whose start is named.
  private void clustersOfClips(String id, int hours, Map<Double, Integer> byStart) {
    warehouse.append(
        ClusteringRow.TABLE, List.of(Steps.clustering(id, "emulator/m/visual", "clip", 9, hours)));
    List<ClusterMemberRow> members = new ArrayList<>();
    for (EmbeddingRow clip : warehouse.rows(EmbeddingRow.TABLE)) {
      int cluster = byStart.getOrDefault(clip.startSec(), 0);
      members.add(
          new ClusterMemberRow(id, "c-f", clip.startSec(), clip.endSec(), cluster, 1, 1, 1, false));
    }
    warehouse.append(ClusterMemberRow.TABLE, members);
  }

  @Test
  void aDecisionThatIsNotAppliedNamesNoCluster(@TempDir Path dir) throws IOException {
    warehouse.append(VideoRow.TABLE, List.of(Steps.part("v", "f", 20, null, null)));
    clips("w", 0, 10, 20);
    clustersOfClips("k2", 1, Map.of(0.0, 3, 10.0, 5));
    warehouse.append(ClusterRow.TABLE, List.of(cluster("k2", 3, "A"), cluster("k2", 5, "B")));
    clustersOfClips("k3", 2, Map.of(0.0, 7, 10.0, 8));
    warehouse.append(ClusterRow.TABLE, List.of(cluster("k3", 7, "A"), cluster("k3", 8, "C")));
    StepReport report =
        run(file(dir, HEADER + "cluster_of,v,hand,false,p,,2026-11-21T11:30:00Z\n"));
    assertThat(report.lines())
        .anySatisfy(line -> assertThat(line).contains("cluster of v not applied"));
    assertThat(curated().values()).hasSize(2).noneMatch(row -> "hand".equals(row.label()));
  }

  @Test
  void aDecisionStaysWithItsClusterWhenTheItemThatNamedItGoesElsewhere(@TempDir Path dir)
      throws IOException {
    warehouse.append(ClusterRow.TABLE, List.of(cluster("k1", 0, "A"), cluster("k1", 1, "B")));
    String reviews = file(dir, HEADER + "cluster_of,a0,hand,false,p,,2026-11-21T10:30:00Z\n");
    run(reviews);
    assertThat(curated().get("a1").label()).isEqualTo("hand");
    refit("k2", 1, cluster("k2", 0, "B"), cluster("k2", 1, "A"));
    run(reviews);
    assertThat(curated().get("a1").label()).isEqualTo("hand");
    assertThat(curated().get("a0").clusterId()).as("it went to B").isZero();
    assertThat(curated().get("b0").label()).isNull();
    refit("k3", 2, cluster("k3", 0, "B"), cluster("k3", 1, "C"));
    StepReport report = run(reviews);
    assertThat(curated().values()).noneMatch(row -> "hand".equals(row.label()));
    assertThat(report.lines())
        .anySatisfy(line -> assertThat(line).contains("cluster of a0 not applied"));
  }

  @Test
  void aDecisionBelongsToTheClusteringThatCountedThenHoweverOftenItCameBack(@TempDir Path dir)
      throws IOException {
    warehouse.append(ClusterRow.TABLE, List.of(cluster("k1", 0, "A"), cluster("k1", 1, "B")));
    refit("k2", 2, cluster("k2", 0, "C"), cluster("k2", 1, "A"));
    List<ClusteringRow> clusterings = new ArrayList<>();
    for (ClusteringRow row : warehouse.rows(ClusteringRow.TABLE)) {
      boolean isBack = row.clusteringId().equals("k1");
      clusterings.add(isBack ? row.again(Steps.START.plusSeconds(4 * 3600)) : row);
    }
    warehouse.replace(ClusteringRow.TABLE, warehouse.dataset(ClusteringRow.TABLE, clusterings));
    StepReport report =
        run(
            file(
                dir,
                HEADER
                    + "cluster_of,a0,hand,false,p,,2026-11-21T11:00:00Z\n"
                    + "cluster_of,b0,tree,false,p,,2026-11-21T13:00:00Z\n"));
    assertThat(curated().get("a1").label())
        .as("decided on k1, which counts again")
        .isEqualTo("hand");
    assertThat(curated().get("b1").label()).as("decided on a cluster of k2 that ended").isNull();
    assertThat(report.lines())
        .anySatisfy(line -> assertThat(line).contains("cluster of b0 not applied"));
  }

  // Cluster 1 is what cluster 0 of k1 was, without a0.
  private void refit(String id, int hours, ClusterRow... clusters) {
    warehouse.append(
        ClusteringRow.TABLE, List.of(Steps.clustering(id, "emulator/m/visual", "video", 2, hours)));
    warehouse.append(ClusterRow.TABLE, List.of(clusters));
    List<ClusterMemberRow> members = new ArrayList<>();
    for (ClusterMemberRow m :
        warehouse.rows(ClusterMemberRow.TABLE, col("clustering_id").equalTo("k1"))) {
      int cluster = m.contentId().equals("c-a0") ? 0 : 1 - m.clusterId();
      members.add(
          new ClusterMemberRow(id, m.contentId(), 0, 5, cluster, m.distance(), 1, m.rank(), false));
    }
    warehouse.append(ClusterMemberRow.TABLE, members);
  }

  private static ClusterRow cluster(String clustering, int id, String identity) {
    return new ClusterRow(
        clustering, id, identity, null, null, null, 4, 1, 0, null, null, null, null, 0);
  }

  @Test
  void stratifiedSplitsMeetTheSharesOfALabelWithWholeRecordings() {
    CurateConf conf =
        new CurateConf(null, new CurateConf.Split(0.5, 0.0, 0.5, 7L, true), null, null);
    assertThat(run(conf).wrote()).isTrue();
    Map<String, List<String>> splits =
        curated().values().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.itemId().substring(0, 1),
                    Collectors.mapping(CuratedRow::split, Collectors.toList())));
    assertThat(splits.get("a"))
        .containsExactlyInAnyOrder("train", "train", "train", "test", "test", "test");
    assertThat(Set.copyOf(splits.get("b"))).as("one recording").hasSize(1);
    assertThat(run(conf).wrote()).isFalse();
  }

  @Test
  void secondRunWritesNothing(@TempDir Path dir) throws IOException {
    String reviews = file(dir, NAMES_TREE);
    assertThat(run(reviews).wrote()).isTrue();
    Map<String, String> versions = warehouse.versions(TABLES);
    assertThat(run(reviews).wrote()).isFalse();
    assertThat(warehouse.versions(TABLES)).isEqualTo(versions);
  }

  @Test
  void reviewOfOneClipNamesItsCluster(@TempDir Path dir) throws IOException {
    run("");
    StepReport report =
        run(file(dir, NAMES_TREE + "video,a5,,true,p,blurred,2026-11-21T12:00:00Z\n"));
    assertThat(report.headline()).isEqualTo("10 items: 9 ready, 0 to review, 1 excluded");
    Map<String, CuratedRow> curated = curated();
    assertThat(curated.get("b3").label()).isEqualTo("tree");
    assertThat(curated.get("b3").labelSource()).isEqualTo("review");
    assertThat(curated.get("b3").confidence()).isEqualTo(1);
    assertThat(curated.get("a5").verdict()).isEqualTo("excluded");
    assertThat(warehouse.rows(ReviewRow.TABLE).get(0).reason()).isNotNull();
  }

  @Test
  void reviewsOfUnknownVideosAreReported(@TempDir Path dir) throws IOException {
    StepReport report =
        run(file(dir, HEADER + "video,nobody,tree,false,p,,2026-11-21T12:00:00Z\n"));
    assertThat(report.lines())
        .contains("reviews that name no clustered item, not applied: [nobody]");
  }

  @Test
  void loadedDecisionsAreNotRewritten(@TempDir Path dir) throws IOException {
    run(file(dir, NAMES_TREE));
    String changed = file(dir, NAMES_TREE.replace(",tree,", ",bush,"));
    assertThatThrownBy(() -> run(changed))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("cluster_of b0");
  }

  @Test
  void demoReviewsAreWellFormed() {
    assertThat(ReviewFile.read(warehouse.spark(), "jobs/demo/reviews.csv"))
        .extracting(ReviewRow::key)
        .contains("tree_00", "ocean_00", "coin_00", "city_00");
  }

  // The browser test checks that the report page writes exactly this file.
  @Test
  void decisionsOfTheReportPageAreReadBackWhole() {
    String nasty = "a \"quoted\", comma\nand a line é </script>";
    assertThat(
            ReviewFile.read(
                warehouse.spark(),
                "src/test/resources/dev/sluice/curate/reviews-from-the-page.csv"))
        .containsExactly(
            new ReviewRow(
                "video",
                nasty,
                nasty,
                false,
                "O'Hara, \"Jo\"",
                nasty,
                Instant.parse("2026-11-22T10:00:00Z")),
            new ReviewRow(
                "cluster_of",
                "b",
                null,
                true,
                "O'Hara, \"Jo\"",
                null,
                Instant.parse("2026-11-22T10:00:01Z")),
            new ReviewRow(
                "video",
                "=cmd()",
                "-a",
                false,
                "O'Hara, \"Jo\"",
                null,
                Instant.parse("2026-11-22T10:00:02Z")));
  }

  @Test
  void missingReviewsFileIsNamed() {
    assertThatThrownBy(() -> run("/no/such.csv"))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("/no/such.csv");
  }

  private StepReport run(String reviews) {
    return run(new CurateConf(reviews, null, null, null));
  }

  private StepReport run(CurateConf conf) {
    return new CurateStep(conf)
        .run(Steps.context(warehouse, CannedSpender.paysNothing("emulator")));
  }

  private Map<String, CuratedRow> curated() {
    return warehouse.rows(CuratedRow.TABLE).stream()
        .collect(Collectors.toMap(CuratedRow::itemId, row -> row));
  }

  private static String file(Path dir, String text) throws IOException {
    return Files.writeString(dir.resolve("reviews-" + text.hashCode() + ".csv"), text).toString();
  }

  private static ClusterLabelRow later(ClusterLabelRow row, List<ClusterLabelRow.Vote> evidence) {
    return new ClusterLabelRow(
        row.clusteringId(),
        row.clusterId(),
        row.label(),
        row.abstained(),
        row.votes(),
        row.asked(),
        row.agreement(),
        row.size(),
        row.taxonomyVersion(),
        "p2",
        row.model(),
        row.decidedAt().plusSeconds(1),
        evidence);
  }

  private static ClusterLabelRow label(int cluster, String label, double agreement) {
    return new ClusterLabelRow(
        "k1",
        cluster,
        label,
        label == null,
        (int) (2 * agreement),
        2,
        agreement,
        4,
        "t@1",
        "p",
        "pegasus1.5",
        Steps.START,
        List.of());
  }
}
