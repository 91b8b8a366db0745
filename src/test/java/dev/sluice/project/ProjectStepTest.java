package dev.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.Tables;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ProjectStepTest {
  private static final String LENS = "emulator/m/visual";
  private static final CannedSpender EMULATOR = CannedSpender.paysNothing("emulator");
  private static final ProjectConf CONF = new ProjectConf(null, 100, 5, null);
  private static final float[][] VECTORS = ProjectArithmeticTest.blobs(4, 33);

  @Test
  void aMapIsMadeOnceAndGrows(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    fill(warehouse, "one", 0, 128, 1);
    StepReport first = run(warehouse, CONF);
    assertThat(first.wrote()).isTrue();
    assertThat(first.headline())
        .matches("umap of 128 items, trustworthiness 0\\.[89]\\d over 5 neighbours");
    assertThat(first.lines()).contains("fitted on 100 items, 28 placed by their neighbours");
    Map<String, ProjectionRow> map = map(warehouse);
    assertThat(map).hasSize(128);

    Map<String, String> before = warehouse.versions(Tables.ALL);
    StepReport again = run(warehouse, CONF);
    assertThat(again.wrote()).isFalse();
    assertThat(again.headline()).isEqualTo(first.headline());
    assertThat(warehouse.versions(Tables.ALL)).isEqualTo(before);

    members(warehouse, "one", 128, 132);
    StepReport grown = run(warehouse, CONF);
    assertThat(grown.wrote()).isTrue();
    Map<String, ProjectionRow> larger = map(warehouse);
    assertThat(larger).hasSize(132).containsAllEntriesOf(map);
    assertThat(larger.get("c-v130").placed()).isEqualTo(ProjectionRow.BY_NEIGHBOURS);

    fill(warehouse, "two", 132, 132, 2);
    members(warehouse, "two", 0, 128);
    run(warehouse, CONF);
    Map<String, ProjectionRow> refitted = map(warehouse);
    assertThat(refitted).hasSize(128).allSatisfy((key, row) -> same(row, map.get(key)));
  }

  @Test
  void fewItemsAndThoseWhoAskGetPrincipalComponents(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    fill(warehouse, "one", 0, 10, 1);
    assertThat(run(warehouse, CONF).headline()).startsWith("pca of 10 items");
    assertThat(map(warehouse).values())
        .allMatch(row -> row.placed().equals(ProjectionRow.FITTED) && row.neighbours() == 4);
    // Principal components lie around the origin.
    assertThat(map(warehouse).values().stream().mapToDouble(ProjectionRow::x).sum())
        .isEqualTo(0, within(1e-5));
    assertThat(run(warehouse, CONF).wrote()).isFalse();

    members(warehouse, "one", 10, 12);
    assertThat(run(warehouse, CONF).headline()).startsWith("umap of 12 items");
    assertThat(map(warehouse).values()).allMatch(row -> row.placed().equals(ProjectionRow.FITTED));
  }

  @Test
  void ofTwoAnswersAboutOneClipOneCounts(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clipOf("w-2", "f", LENS, 0, 5, 0, 1),
            Steps.clipOf("w-1", "f", LENS, 0, 5, 1, 0)));
    warehouse.append(
        ClusterMemberRow.TABLE,
        List.of(new ClusterMemberRow("one", "c-f", 0, 5, 0, 1, 1, 1, false)));
    Row item =
        ItemVectors.of(
                warehouse,
                Steps.clustering("one", LENS, "clip", 1, 0),
                warehouse.read(ClusterMemberRow.TABLE))
            .first();
    assertThat(ItemVectors.vector(item)).containsExactly(1, 0);
  }

  @Test
  void withoutAClusteringItSaysWhatToDo(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    assertThatThrownBy(() -> run(warehouse, CONF))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("run the cluster step first");
  }

  private static StepReport run(Warehouse warehouse, ProjectConf conf) {
    return new ProjectStep(conf).run(Steps.context(warehouse, EMULATOR));
  }

  private static void same(ProjectionRow row, ProjectionRow expected) {
    assertThat(new double[] {row.x(), row.y(), row.trustworthiness()})
        .containsExactly(expected.x(), expected.y(), expected.trustworthiness());
  }

  private static Map<String, ProjectionRow> map(Warehouse warehouse) {
    return warehouse.rows(ProjectionRow.TABLE).stream()
        .sorted(Comparator.comparing(ProjectionRow::contentId))
        .collect(Collectors.toMap(ProjectionRow::contentId, Function.identity()));
  }

  private static void fill(Warehouse warehouse, String id, int from, int to, int hours) {
    warehouse.append(ClusteringRow.TABLE, List.of(Steps.clustering(id, LENS, "video", 4, hours)));
    if (to > from) {
      members(warehouse, id, from, to);
    }
  }

  private static void members(Warehouse warehouse, String clustering, int from, int to) {
    List<VideoRow> videos = new ArrayList<>();
    List<EmbeddingRow> vectors = new ArrayList<>();
    List<ClusterMemberRow> members = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String id = "v" + i;
      videos.add(Steps.video(id, 5, id, null));
      vectors.add(Steps.whole(id, LENS, 5, VECTORS[i]));
      members.add(new ClusterMemberRow(clustering, "c-" + id, 0, 5, i % 4, 0.1, 0.2, i, false));
    }
    warehouse.append(ClusterMemberRow.TABLE, members);
    if (clustering.equals("one")) {
      warehouse.append(VideoRow.TABLE, videos);
      warehouse.append(EmbeddingRow.TABLE, vectors);
    }
  }
}
