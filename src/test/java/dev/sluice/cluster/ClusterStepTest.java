package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Table;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import dev.sluice.vectors.Vectors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ClusterStepTest {
  private static final List<Table<?>> WRITTEN =
      List.of(ClusteringRow.TABLE, ClusterMemberRow.TABLE);
  private static final CannedSpender EMULATOR = CannedSpender.paysNothing("emulator");

  @Test
  void realClipsFallIntoTheirScenesWithNoKGiven(SparkSession spark, @TempDir Path dir) {
    Clips clips = Clips.read();
    Warehouse warehouse = warehouse(spark, dir, clips.videos(), clips.embeddings(), 3);
    StepReport report = run(warehouse, ClusterConf.defaults());
    Map<String, Integer> clusters =
        members(warehouse).stream()
            .collect(
                Collectors.toMap(m -> m.contentId().substring(2), ClusterMemberRow::clusterId));
    double nmi = Measures.nmi(clips.ids().stream().map(clusters::get).toList(), clips.scenes());
    assertThat(nmi).isGreaterThanOrEqualTo(0.80);
    assertThat(report.headline())
        .matches("k = [78] chosen from 2\\.\\.12 by silhouette \\(0\\.7\\d\\)");
    assertThat(report.wrote()).isTrue();
  }

  @Test
  void secondRunWritesNothing(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = blobs(spark, dir, 1, 8);
    StepReport first = run(warehouse, given(2));
    Map<String, String> versions = warehouse.versions(WRITTEN);
    StepReport second = run(warehouse, given(2));
    assertThat(warehouse.versions(WRITTEN)).isEqualTo(versions);
    assertThat(second.wrote()).isFalse();
    assertThat(second.headline()).isEqualTo(first.headline());
    assertThat(second.counts()).isEqualTo(first.counts());
  }

  @Test
  void inputPartitionsChangeNothing(SparkSession spark, @TempDir Path dir) {
    Clips clips = Clips.read();
    List<ClusterMemberRow> expected = null;
    for (int partitions : new int[] {1, 3, 16}) {
      Warehouse warehouse =
          warehouse(
              spark, dir.resolve("p" + partitions), clips.videos(), clips.embeddings(), partitions);
      run(warehouse, given(7));
      List<ClusterMemberRow> members = members(warehouse);
      assertThat(members).hasSize(38);
      if (expected != null) {
        assertThat(members).isEqualTo(expected);
      }
      expected = members;
    }
  }

  @Test
  void rankDistanceAndMarginComeFromTheStoredCentroids(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = blobs(spark, dir, 1, 8);
    run(warehouse, given(2));
    ClusteringRow clustering = Clusterings.current(warehouse, "emulator").orElseThrow();
    Map<String, float[]> vectors =
        warehouse.rows(EmbeddingRow.TABLE).stream()
            .collect(Collectors.toMap(EmbeddingRow::contentId, EmbeddingRow::vector));
    for (ClusterMemberRow member : members(warehouse)) {
      float[] unit =
          Vectors.normalise(
              Vectors.centre(
                  Vectors.normalise(vectors.get(member.contentId())), clustering.mean()));
      double own = distance(unit, clustering, member.clusterId());
      double other = distance(unit, clustering, 1 - member.clusterId());
      assertThat(member.distance()).isCloseTo(own, within(1e-9));
      assertThat(member.margin()).isCloseTo(other - own, within(1e-9)).isPositive();
    }
    assertThat(members(warehouse).stream().filter(m -> m.rank() == 1)).hasSize(2);
    assertThat(clustering.silhouette()).isGreaterThan(0.9);
  }

  @Test
  void duplicatesAndRejectedVideosDoNotCount(SparkSession spark, @TempDir Path dir) {
    List<VideoRow> videos = new ArrayList<>();
    List<EmbeddingRow> vectors = new ArrayList<>();
    blob(videos, vectors, 1, 4);
    videos.add(Steps.video("gone", VideoRow.REJECTED, 5, "gone", null));
    vectors.add(Steps.whole("gone", Clips.LENS, 5, new float[] {0, 0, 1}));
    VideoRow again = Steps.video("a0", VideoRow.DUPLICATE, 5, "copy", null);
    videos.add(again);
    Warehouse warehouse = warehouse(spark, dir, videos, vectors, 1);
    assertThat(run(warehouse, given(2)).counts()).containsEntry("items", 8L);
  }

  @Test
  void earlierSettingsCountAgainWhenTheyAreAskedForAgain(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = blobs(spark, dir, 1, 8);
    run(warehouse, given(2));
    String first = Clusterings.current(warehouse, "emulator").orElseThrow().clusteringId();
    new ClusterStep(given(3)).run(Steps.later(warehouse, EMULATOR, 1));
    assertThat(Clusterings.current(warehouse, "emulator").orElseThrow().k()).isEqualTo(3);
    new ClusterStep(given(2)).run(Steps.later(warehouse, EMULATOR, 2));
    assertThat(Clusterings.current(warehouse, "emulator").orElseThrow().clusteringId())
        .isEqualTo(first);
    assertThat(warehouse.rows(ClusteringRow.TABLE)).hasSize(2);
    assertThat(Clusterings.current(warehouse, "emulator").orElseThrow().counted())
        .hasSize(2)
        .isSorted();
  }

  @Test
  void clipsAreItemsAndShortTailsAreLeftOut(SparkSession spark, @TempDir Path dir) {
    List<VideoRow> videos = List.of(Steps.video("rec", 61, "rec", null));
    List<EmbeddingRow> vectors = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      vectors.add(Steps.clip("rec", Clips.LENS, i, i * 5, i * 5 + 5, point(i / 4, i % 4)));
    }
    vectors.add(Steps.clip("rec", Clips.LENS, 12, 60, 61, point(0, 9)));
    vectors.add(Steps.whole("rec", Clips.LENS, 61, new float[] {1, 1, 1}));
    Warehouse warehouse = warehouse(spark, dir, videos, vectors, 2);
    ClusterConf conf = Confs.of("{unit: clip, max-k: 5}");
    StepReport report = run(warehouse, conf);
    assertThat(report.counts())
        .containsEntry("items", 12L)
        .containsEntry("clusters", 3L)
        .containsEntry("too_short", 1L);
    assertThat(report.lines()).contains("1 segments shorter than 2 s left out");
  }

  @Test
  void oneItemIsOneCluster(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse =
        warehouse(
            spark,
            dir,
            List.of(Steps.video("a", 5, "a", null)),
            List.of(Steps.whole("a", Clips.LENS, 5, new float[] {1, 2, 3})),
            1);
    assertThat(run(warehouse, ClusterConf.defaults()).headline())
        .isEqualTo("k = 1: one cluster: nothing to separate");
    assertThat(members(warehouse).get(0).margin()).isZero();
  }

  @Test
  void moreClustersThanItemsIsRefused(SparkSession spark, @TempDir Path dir) {
    assertThatThrownBy(() -> run(blobs(spark, dir, 1, 1), given(3)))
        .isInstanceOfSatisfying(
            StepStopped.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("k = 3 is larger than the number of items (2)");
  }

  @Test
  void nothingEmbeddedStopsTheRun(SparkSession spark, @TempDir Path dir) {
    assertThatThrownBy(() -> run(Warehouse.at(spark, dir.toString()), given(3)))
        .isInstanceOfSatisfying(
            StepStopped.class, e -> assertThat(e.code()).isEqualTo(ExitCode.INPUT));
  }

  @Test
  void twoVisualLensesMustBeToldApart(SparkSession spark, @TempDir Path dir) {
    List<EmbeddingRow> vectors =
        List.of(
            Steps.whole("a", "emulator/one/visual", 5, new float[] {1}),
            Steps.whole("a", "emulator/two/visual", 5, new float[] {1}),
            Steps.whole("a", "twelvelabs/marengo3.0/visual", 5, new float[] {1}));
    Warehouse warehouse =
        warehouse(spark, dir, List.of(Steps.video("a", 5, "a", null)), vectors, 1);
    assertThatThrownBy(() -> run(warehouse, ClusterConf.defaults()))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("[emulator/one/visual, emulator/two/visual]");
  }

  @Test
  void whatWasEmbeddedForAPartOfAFileIsNoneOfTheFiles(SparkSession spark, @TempDir Path dir) {
    List<VideoRow> videos =
        List.of(
            Steps.part("file", "f", 24, null, null),
            Steps.part("part", "f", 24, 7.0, 15.0),
            Steps.video("other", 8, "other", null));
    List<EmbeddingRow> vectors = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      vectors.add(Steps.clip("f", Clips.LENS, i, i * 6, i * 6 + 6, point(0, i)));
    }
    vectors.add(Steps.whole("f", Clips.LENS, 24, new float[] {1, 0, 0}));
    vectors.add(ofPart("clip", 7, 11));
    vectors.add(ofPart("clip", 11, 15));
    vectors.add(ofPart("video", 7, 15));
    vectors.add(Steps.whole("other", Clips.LENS, 8, new float[] {0, 0, 1}));
    // The part is a video no longer; what it gave is still there.
    for (List<VideoRow> there : List.of(videos, List.of(videos.get(0), videos.get(2)))) {
      Warehouse warehouse =
          warehouse(spark, dir.resolve("" + there.size()), there, vectors, there.size());
      run(warehouse, Confs.of("{unit: clip, k: 1}"));
      assertThat(members(warehouse)).hasSize(there.size() == 3 ? 6 : 4);
      run(warehouse, given(2));
      List<ClusterMemberRow> whole =
          members(warehouse).stream().filter(m -> m.startSec() == 0 && m.endSec() >= 8).toList();
      assertThat(whole).hasSize(2);
    }
  }

  @Test
  void ofTwoAnswersWithOtherCutsTheNewerCounts(SparkSession spark, @TempDir Path dir) {
    List<EmbeddingRow> vectors = new ArrayList<>();
    for (int from = 0; from < 12; from += 4) {
      vectors.add(Steps.clipOf("w-1", "f", Clips.LENS, from, from + 4, point(0, from)));
    }
    for (int from = 0; from < 12; from += 6) {
      vectors.add(Steps.clipOf("w-2", "f", Clips.LENS, from, from + 6, point(0, from)));
    }
    Warehouse warehouse =
        warehouse(spark, dir, List.of(Steps.part("f", "f", 12, null, null)), vectors, 1);
    warehouse.append(CallRow.TABLE, List.of(Steps.answered("w-1", 1), Steps.answered("w-2", 2)));
    run(warehouse, Confs.of("{unit: clip, k: 1}"));
    assertThat(members(warehouse)).extracting(ClusterMemberRow::endSec).containsExactly(6.0, 12.0);
  }

  private static EmbeddingRow ofPart(String scope, double from, double to) {
    return new EmbeddingRow(
        "c-f", Clips.LENS, scope, 0, from, to, 3, "w-part", new float[] {0, 1, 0});
  }

  @Test
  void aRoundedDurationInTheManifestDoesNotPartAnItemFromItsVector(
      SparkSession spark, @TempDir Path dir) {
    List<EmbeddingRow> vectors =
        List.of(
            Steps.whole("a", Clips.LENS, 5.005, new float[] {1, 0}),
            Steps.whole("b", Clips.LENS, 5.005, new float[] {0, 1}));
    List<VideoRow> videos =
        List.of(Steps.video("a", 5, "a", null), Steps.video("b", 4.4, "b", null));
    Warehouse warehouse = warehouse(spark, dir, videos, vectors, 1);
    run(warehouse, given(2));
    assertThat(members(warehouse))
        .hasSize(2)
        .allMatch(member -> member.startSec() == 0 && member.endSec() == 5.005);
  }

  private static StepReport run(Warehouse warehouse, ClusterConf conf) {
    return new ClusterStep(conf).run(Steps.context(warehouse, EMULATOR));
  }

  private static ClusterConf given(int k) {
    return Confs.of("{k: " + k + "}");
  }

  private static double distance(float[] unit, ClusteringRow clustering, int cluster) {
    return Math.sqrt(Vectors.squaredDistance(unit, clustering.centroids().get(cluster).vector()));
  }

  /** Two tight groups of so many videos each. */
  private static Warehouse blobs(SparkSession spark, Path dir, int partitions, int each) {
    List<VideoRow> videos = new ArrayList<>();
    List<EmbeddingRow> vectors = new ArrayList<>();
    blob(videos, vectors, 1, each);
    return warehouse(spark, dir, videos, vectors, partitions);
  }

  private static void blob(List<VideoRow> videos, List<EmbeddingRow> vectors, int from, int each) {
    for (int i = 0; i < each; i++) {
      for (int group = 0; group < 2; group++) {
        String id = (group == 0 ? "a" : "b") + (i + from - 1);
        videos.add(Steps.video(id, 5, id, null));
        vectors.add(Steps.whole(id, Clips.LENS, 5, point(group, i)));
      }
    }
  }

  private static float[] point(int group, int i) {
    float[] point = {0.01f * i, 0.02f * (i % 3), 0.005f * i};
    point[group] += 1;
    return point;
  }

  private static Warehouse warehouse(
      SparkSession spark,
      Path dir,
      List<VideoRow> videos,
      List<EmbeddingRow> vectors,
      int partitions) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(
        EmbeddingRow.TABLE,
        warehouse.dataset(EmbeddingRow.TABLE, vectors).repartition(partitions, col("work_key")));
    return warehouse;
  }

  private static List<ClusterMemberRow> members(Warehouse warehouse) {
    List<ClusterMemberRow> rows = new ArrayList<>(warehouse.rows(ClusterMemberRow.TABLE));
    rows.sort(
        Comparator.comparing(ClusterMemberRow::contentId)
            .thenComparing(ClusterMemberRow::startSec));
    return rows;
  }
}
