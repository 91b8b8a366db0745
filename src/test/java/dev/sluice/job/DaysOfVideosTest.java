package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.Work;
import dev.sluice.cluster.ClusterConf;
import dev.sluice.cluster.ClusterStep;
import dev.sluice.curate.CurateConf;
import dev.sluice.curate.CurateStep;
import dev.sluice.label.LabelConf;
import dev.sluice.label.LabelStep;
import dev.sluice.step.StepReport;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clustering and labelling of a corpus that grows: what is known is not asked and paid again. */
@ExtendWith(SparkExtension.class)
class DaysOfVideosTest {
  private static final String LENS = "emulator/mobilenetv2-b10/visual";
  private static final List<String> KINDS = List.of("face", "street", "tree");

  @TempDir private Path dir;
  private final List<String> asked = new ArrayList<>();
  // Videos are called after what they show.
  private final CannedSpender spender =
      new CannedSpender(
          "emulator",
          work -> {
            asked.add(work.contentId());
            return work.contentId().substring(2).replaceAll("\\d", "");
          });
  private Warehouse warehouse;
  private LabelConf label;
  private Integer k = 2;

  @BeforeEach
  void taxonomy(SparkSession spark) throws IOException {
    warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    Path taxonomy = dir.resolve("t.yaml");
    Files.writeString(
        taxonomy,
        "{name: t, version: 1, labels: [{name: face, definition: f}, {name: street, definition: s},"
            + " {name: tree, definition: t}]}");
    label =
        new LabelConf(taxonomy.toString(), null, null, null, null, null, null, null, null, null);
  }

  @Test
  void daysOfNewVideosCostNoLabels() {
    add("face", 0, 7);
    add("street", 0, 6);
    day(1);
    List<String> identities = identities();
    List<ClusterLabelRow> labels = warehouse.rows(ClusterLabelRow.TABLE);
    assertThat(asked).hasSize(4);
    for (int day = 2; day <= 4; day++) {
      add("face", 100 * day, 2);
      add("street", 100 * day, 3);
      StepReport report = day(day);
      assertThat(report.counts()).containsEntry("creates", 0L).containsEntry("named", 2L);
      assertThat(identities()).isEqualTo(identities);
    }
    assertThat(warehouse.rows(ClusteringRow.TABLE)).hasSize(1);
    assertThat(asked).hasSize(4);
    assertThat(spender.asked().stream().map(Work::workKey).distinct()).hasSize(4);
    assertThat(warehouse.rows(ClusterLabelRow.TABLE)).isEqualTo(labels);
    assertThat(warehouse.rows(CuratedRow.TABLE))
        .hasSize(28)
        .allMatch(row -> row.videoId().startsWith(row.label()));
  }

  @Test
  void afterARefitOnlyTheNewClusterIsAskedAbout() throws IOException {
    k = null;
    add("face", 0, 8);
    add("street", 0, 8);
    day(1);
    Map<String, String> before = labelByIdentity();
    asked.clear();
    add("tree", 0, 20);
    StepReport report = day(2);
    assertThat(warehouse.rows(ClusteringRow.TABLE)).hasSize(2);
    assertThat(asked).hasSize(2).allMatch(content -> content.startsWith("c-tree"));
    assertThat(report.headline()).isEqualTo("3 of 3 clusters named from 6 answers");
    assertThat(report.lines())
        .contains("2 clusters continue earlier ones and keep their answers: nothing was asked");
    Map<String, String> after = labelByIdentity();
    assertThat(after).hasSize(3).containsAllEntriesOf(before).containsValue("tree");
    var version = warehouse.version(ClusterLabelRow.TABLE);
    day(3);
    assertThat(asked).hasSize(2);
    assertThat(warehouse.version(ClusterLabelRow.TABLE)).isEqualTo(version);

    Path prompt =
        Files.writeString(dir.resolve("p.md"), "One of {{#labels}}{{name}} {{/labels}}, please.");
    label =
        new LabelConf(
            label.taxonomy(), prompt.toString(), null, null, null, null, null, null, null, null);
    day(4);
    assertThat(asked).as("another question is asked of every cluster").hasSize(2 + 6);
  }

  @Test
  void aRepresentativeThatLeftIsReplacedByTheNext() {
    add("face", 0, 4);
    add("street", 0, 4);
    day(1);
    String gone = asked.stream().filter(content -> content.contains("face")).findFirst().get();
    warehouse.replace(
        VideoRow.TABLE,
        warehouse.read(VideoRow.TABLE).where(col("content_id").notEqual(gone)).localCheckpoint());
    asked.clear();
    StepReport report = day(2);
    assertThat(asked).hasSize(1).allMatch(content -> content.startsWith("c-face"));
    assertThat(report.counts()).containsEntry("named", 2L);
    assertThat(warehouse.rows(CuratedRow.TABLE)).hasSize(7);
  }

  private StepReport day(int day) {
    new ClusterStep(conf()).run(Steps.later(warehouse, spender, 24 * day));
    StepReport report = new LabelStep(label).run(Steps.later(warehouse, spender, 24 * day + 1));
    new CurateStep(CurateConf.defaults()).run(Steps.later(warehouse, spender, 24 * day + 2));
    return report;
  }

  private ClusterConf conf() {
    return new ClusterConf(
        null, null, k, null, 3, null, null, null, null, null, null, null, null, null, null);
  }

  private void add(String kind, int from, int count) {
    List<VideoRow> videos = new ArrayList<>();
    List<EmbeddingRow> vectors = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      String id = kind + i;
      float[] point = {0.01f * (i % 7), 0.02f * (i % 3), 0.015f * (i % 5)};
      point[KINDS.indexOf(kind)] += 1;
      videos.add(Steps.video(id, 5, id, null));
      vectors.add(Steps.whole(id, LENS, 5, point));
    }
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(EmbeddingRow.TABLE, vectors);
  }

  private List<String> identities() {
    return clusters().stream().map(ClusterRow::identity).toList();
  }

  private List<ClusterRow> clusters() {
    return Clusterings.clusters(
        warehouse, Clusterings.current(warehouse, "emulator").orElseThrow().clusteringId());
  }

  private Map<String, String> labelByIdentity() {
    Map<String, String> labels = new TreeMap<>();
    for (ClusterRow cluster : clusters()) {
      Clusterings.labels(warehouse, cluster.clusteringId()).stream()
          .filter(row -> row.clusterId() == cluster.clusterId())
          .forEach(row -> labels.put(cluster.identity(), row.label()));
    }
    return labels;
  }
}
