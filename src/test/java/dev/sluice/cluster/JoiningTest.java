package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.StepReport;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusterRow;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A clustering over days: items come and go, and sometimes everything is fitted again. */
@ExtendWith(SparkExtension.class)
class JoiningTest {
  private static final List<Table<?>> WRITTEN =
      List.of(ClusteringRow.TABLE, ClusterRow.TABLE, ClusterMemberRow.TABLE);
  private static final CannedSpender EMULATOR = CannedSpender.paysNothing("emulator");
  private static final ClusterConf TWO = Confs.of("{k: 2}");
  private static final ClusterConf ANY = Confs.of("{max-k: 3}");

  @TempDir private Path dir;
  private Warehouse warehouse;

  @BeforeEach
  void empty(SparkSession spark) {
    warehouse = Warehouse.at(spark, dir.toString());
  }

  @Test
  void newItemsStandBehindThoseThatWereFitted() {
    add("a", 0, 8);
    add("b", 1, 6);
    run(TWO, 0);
    List<ClusterMemberRow> fitted = members();
    add("c", 0, 3);
    StepReport second = run(TWO, 1);
    assertThat(second.wrote()).isTrue();
    assertThat(second.counts()).containsEntry("items", 17L);
    assertThat(second.lines())
        .contains("3 items joined the 14 that it was fitted on, 0 of them far from their cluster");
    List<ClusterMemberRow> joined = new ArrayList<>(members());
    assertThat(joined).containsAll(fitted).hasSize(17);
    joined.removeAll(fitted);
    assertThat(joined)
        .allMatch(member -> member.clusterId() == 0 && member.contentId().startsWith("c-c"))
        .extracting(ClusterMemberRow::rank)
        .containsExactlyInAnyOrder(9, 10, 11);
    assertThat(warehouse.rows(ClusteringRow.TABLE)).hasSize(1);
    ClusteringRow clustering = current();
    for (ClusterMemberRow member : joined) {
      assertThat(member.distance()).isCloseTo(distance(member, clustering), within(1e-9));
    }
    Map<String, String> versions = warehouse.versions(WRITTEN);
    assertThat(run(TWO, 2).wrote()).isFalse();
    assertThat(warehouse.versions(WRITTEN)).isEqualTo(versions);
    add("d", 1, 2);
    run(TWO, 3);
    assertThat(members().stream().filter(m -> m.contentId().startsWith("c-d")))
        .extracting(ClusterMemberRow::rank)
        .containsExactlyInAnyOrder(7, 8);
  }

  @Test
  void itemsOfAnotherKindAreFittedAgainAndTheOldClustersLiveOn() {
    add("a", 0, 8);
    add("b", 1, 8);
    run(ANY, 0);
    List<String> before = identities();
    assertThat(before).hasSize(2).doesNotHaveDuplicates();
    add("n", 2, 20);
    StepReport report = run(ANY, 1);
    assertThat(report.lines())
        .contains(
            "fitted again: 20 of 20 items that joined since the fit lie beyond their cluster"
                + " (100 %, allowed are 25 %)",
            "2 of 3 clusters continue earlier ones");
    List<String> after = identities();
    assertThat(after).hasSize(3).containsAll(before).doesNotHaveDuplicates();
    assertThat(current().refitBecause()).startsWith("20 of 20 items");
    assertThat(clusters())
        .filteredOn(c -> c.continuesCluster() != null)
        .hasSize(2)
        .allMatch(c -> c.overlap() == 1.0 && c.size() == 8);
    assertThat(clusters())
        .allMatch(c -> c.silhouette() > 0.5 && c.nearestDistance() > 0.5)
        .allMatch(c -> c.outlierLimit() > c.meanDistance() && c.smallMarginShare() == 0);
    Map<String, String> versions = warehouse.versions(WRITTEN);
    assertThat(run(ANY, 2).wrote()).isFalse();
    assertThat(warehouse.versions(WRITTEN)).isEqualTo(versions);
  }

  @Test
  void aFitContinuesTheOneItReplacesWhateverOtherSettingsFoundSince() {
    add("a", 0, 8);
    add("b", 1, 8);
    run(ANY, 0);
    List<String> before = identities();
    run(Confs.of("{k: 12}"), 1);
    add("n", 2, 20);
    run(ANY, 2);
    assertThat(current().refitBecause()).startsWith("20 of 20 items");
    assertThat(identities()).hasSize(3).containsAll(before);
  }

  @Test
  void clipsThatWereCutAgainOtherwiseAreNoMembers() {
    warehouse.append(
        VideoRow.TABLE, List.of(Steps.video("f", 12, "f", null), Steps.video("g", 6, "g", null)));
    warehouse.append(CallRow.TABLE, List.of(Steps.answered("w1", 0), Steps.answered("w2", 1)));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clipOf("w1", "f", Clips.LENS, 0, 6, 1, 0),
            Steps.clipOf("w1", "f", Clips.LENS, 6, 12, 0, 1),
            Steps.clipOf("wg", "g", Clips.LENS, 0, 6, 1, 0.1f)));
    ClusterConf clips = Confs.of("{k: 2, unit: clip, refit-growth: 10}");
    run(clips, 0);
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clipOf("w2", "f", Clips.LENS, 0, 4, 1, 0),
            Steps.clipOf("w2", "f", Clips.LENS, 4, 8, 0.5f, 0.5f),
            Steps.clipOf("w2", "f", Clips.LENS, 8, 12, 0, 1)));
    run(clips, 1);
    assertThat(members()).hasSize(6);
    Dataset<Row> present = Clusterings.members(warehouse, current().clusteringId());
    assertThat(
            present
                .select(concat_ws(" ", col("content_id"), col("start_sec"), col("end_sec")))
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("c-f 0.0 4.0", "c-f 4.0 8.0", "c-f 8.0 12.0", "c-g 0.0 6.0");
    assertThat(present.columns())
        .containsExactlyInAnyOrder(warehouse.read(ClusterMemberRow.TABLE).columns());
  }

  @Test
  void manyMoreItemsAreFittedAgain() {
    add("a", 0, 2);
    add("b", 1, 2);
    run(TWO, 0);
    add("c", 0, 7);
    assertThat(run(TWO, 1).counts()).containsEntry("items", 11L);
    assertThat(warehouse.rows(ClusteringRow.TABLE)).hasSize(1);
    add("d", 1, 1);
    assertThat(run(TWO, 2).lines())
        .contains("fitted again: 8 items joined the 4 that it was fitted on (refit-growth is 2.0)");
    assertThat(current().items()).isEqualTo(12);
    assertThat(clusters()).allMatch(c -> c.continuesCluster() != null);
  }

  @Test
  void whatLeftIsNoMemberAndNothingIsWritten() {
    add("a", 0, 4);
    add("b", 1, 4);
    run(TWO, 0);
    Map<String, String> versions = warehouse.versions(WRITTEN);
    warehouse.replace(
        VideoRow.TABLE,
        warehouse
            .dataset(VideoRow.TABLE, warehouse.rows(VideoRow.TABLE))
            .withColumn(
                "status",
                when(col("video_id").equalTo("a0"), lit(VideoRow.REJECTED))
                    .otherwise(col("status"))));
    StepReport report = run(TWO, 1);
    assertThat(report.wrote()).isFalse();
    assertThat(report.counts()).containsEntry("items", 7L);
    assertThat(warehouse.versions(WRITTEN)).isEqualTo(versions);
    assertThat(Clusterings.members(warehouse, current().clusteringId()).count()).isEqualTo(7);
    assertThat(members()).hasSize(8);
  }

  @Test
  void aFitThatWasCutShortEndsInTheSameRows() throws IOException {
    add("a", 0, 6);
    add("b", 1, 6);
    run(TWO, 0);
    List<ClusterRow> clusters = clusters();
    String id = current().clusteringId();
    var version = warehouse.version(ClusterMemberRow.TABLE);
    remove(ClusteringRow.TABLE);
    remove(ClusterRow.TABLE);
    run(TWO, 0);
    assertThat(current().clusteringId()).isEqualTo(id);
    assertThat(clusters()).isEqualTo(clusters);
    assertThat(warehouse.version(ClusterMemberRow.TABLE)).isEqualTo(version);
  }

  @Test
  void aClusteringFromBeforeSettingsWereKeptIsJoinedToo() throws IOException {
    add("a", 0, 6);
    add("b", 1, 6);
    run(TWO, 0);
    String id = current().clusteringId();
    List<ClusterRow> clusters = clusters();
    Path clusterings = dir.resolve(ClusteringRow.TABLE.name());
    warehouse
        .spark()
        .createDataFrame(
            warehouse
                .read(ClusteringRow.TABLE)
                .drop("settings", "axes", "refit_because", "counted_before")
                .collectAsList(),
            warehouse
                .read(ClusteringRow.TABLE)
                .drop("settings", "axes", "refit_because", "counted_before")
                .schema())
        .write()
        .format("delta")
        .mode("overwrite")
        .option("overwriteSchema", "true")
        .save(clusterings.toString());
    remove(ClusterRow.TABLE);
    assertThat(current().settings()).isNull();
    add("c", 0, 1);
    run(TWO, 1);
    assertThat(warehouse.rows(ClusteringRow.TABLE)).hasSize(1);
    assertThat(current().clusteringId()).isEqualTo(id);
    assertThat(current().settings()).isEqualTo(TWO.identity());
    assertThat(members()).hasSize(13);
    assertThat(clusters())
        .usingRecursiveComparison()
        .ignoringFields("silhouette")
        .isEqualTo(clusters);
    Map<String, String> versions = warehouse.versions(WRITTEN);
    assertThat(run(TWO, 2).wrote()).isFalse();
    assertThat(warehouse.versions(WRITTEN)).isEqualTo(versions);
  }

  @Test
  void axesOfTheFitPlaceWhatComesLater() {
    Clips clips = Clips.read();
    warehouse.append(VideoRow.TABLE, clips.videos());
    List<EmbeddingRow> vectors = clips.embeddings();
    warehouse.append(EmbeddingRow.TABLE, vectors.subList(0, 37));
    ClusterConf conf = Confs.of("{k: 7, pca: 10}");
    run(conf, 0);
    ClusteringRow clustering = current();
    assertThat(clustering.axes()).hasSize(10).allMatch(axis -> axis.vector().length == 384);
    assertThat(clustering.centroids()).allMatch(centroid -> centroid.vector().length == 10);
    warehouse.append(EmbeddingRow.TABLE, vectors.subList(37, 38));
    run(conf, 1);
    assertThat(members()).hasSize(38);
    for (ClusterMemberRow member : members()) {
      assertThat(member.distance()).isCloseTo(distance(member, clustering), within(1e-9));
    }
    Map<String, Integer> found =
        members().stream()
            .collect(
                Collectors.toMap(m -> m.contentId().substring(2), ClusterMemberRow::clusterId));
    assertThat(Measures.nmi(clips.ids().stream().map(found::get).toList(), clips.scenes()))
        .isGreaterThanOrEqualTo(0.80);
  }

  private StepReport run(ClusterConf conf, int day) {
    return new ClusterStep(conf).run(Steps.later(warehouse, EMULATOR, 24 * day));
  }

  private void add(String name, int group, int count) {
    List<VideoRow> videos = new ArrayList<>();
    List<EmbeddingRow> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = name + i;
      float[] point = {0.01f * i, 0.02f * (i % 3), 0.005f * i};
      point[group] += 1;
      videos.add(Steps.video(id, 5, id, null));
      vectors.add(Steps.whole(id, Clips.LENS, 5, point));
    }
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(EmbeddingRow.TABLE, vectors);
  }

  private void remove(Table<?> table) throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve(table.name()))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private double distance(ClusterMemberRow member, ClusteringRow clustering) {
    float[] vector =
        warehouse
            .rows(EmbeddingRow.TABLE, col("content_id").equalTo(member.contentId()))
            .get(0)
            .vector();
    return Math.sqrt(
        Vectors.squaredDistance(
            clustering.space().place(Vectors.normalise(vector)),
            clustering.centroids().get(member.clusterId()).vector()));
  }

  private ClusteringRow current() {
    return Clusterings.current(warehouse, "emulator").orElseThrow();
  }

  private List<ClusterRow> clusters() {
    return Clusterings.clusters(warehouse, current().clusteringId());
  }

  private List<String> identities() {
    return clusters().stream().map(ClusterRow::identity).toList();
  }

  private List<ClusterMemberRow> members() {
    return warehouse.rows(
        ClusterMemberRow.TABLE, col("clustering_id").equalTo(current().clusteringId()));
  }
}
