package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.StepReport;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
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
import java.util.List;
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
  void oneContentWithTwoTruthsIsAContradiction() throws IOException {
    List<VideoRow> videos = new ArrayList<>();
    videos.add(Steps.video("x", 5, "x", "open panel"));
    videos.add(Steps.video("x", VideoRow.DUPLICATE, 5, "x", "safe walkway"));
    warehouse.append(VideoRow.TABLE, videos);
    assertThat(run().lines()).anyMatch(line -> line.startsWith("1 contents contradict"));
    assertThat(warehouse.rows(EvaluationRow.TABLE))
        .filteredOn(row -> row.scope().equals("contradiction"))
        .singleElement()
        .satisfies(row -> assertThat(row.name()).isEqualTo("c-x"))
        .satisfies(row -> assertThat(row.detail()).isEqualTo("open panel | safe walkway"));
  }

  @Test
  void withoutGroundTruthItSaysSo() throws IOException {
    warehouse.replace(
        CuratedRow.TABLE,
        warehouse.dataset(
            CuratedRow.TABLE, List.of(item("a", "c1", "Safe walkway", "model", null, 0))));
    assertThat(run().headline()).contains("no item has ground truth");
  }

  private StepReport run() throws IOException {
    Path taxonomy = Files.writeString(dir.resolve("t.yaml"), TAXONOMY);
    return new EvaluateStep(new EvaluateConf(taxonomy.toString()))
        .run(Steps.context(warehouse, CannedSpender.paysNothing("emulator")));
  }

  private double value(String labelling, String scope, String name, String measure) {
    return warehouse.rows(EvaluationRow.TABLE).stream()
        .filter(row -> row.labelling().equals(labelling) && row.scope().equals(scope))
        .filter(row -> row.name().equals(name) && row.measure().equals(measure))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static CuratedRow item(
      String id, String content, String label, String source, String truth, int cluster) {
    return new CuratedRow(
        id,
        id,
        0,
        5,
        content,
        id,
        label,
        source,
        1,
        "ready",
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
