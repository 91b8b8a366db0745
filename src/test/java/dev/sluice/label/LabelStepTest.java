package dev.sluice.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Work;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class LabelStepTest {
  private final Map<String, String> answers = new HashMap<>();
  private final CannedSpender spender =
      new CannedSpender("emulator", work -> answers.get(work.contentId()));
  private Warehouse warehouse;
  private LabelConf conf;

  @BeforeEach
  void twoClusters(SparkSession spark, @TempDir Path dir) throws IOException {
    warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
    Path taxonomy = dir.resolve("t.yaml");
    Files.writeString(
        taxonomy,
        "{name: t, version: 2, labels: [{name: face, definition: f}, {name: street, definition: s}]}");
    conf = only(taxonomy.toString());
    warehouse.append(
        VideoRow.TABLE, List.of(video("a"), video("b"), video("c"), video("d"), video("rec", 60)));
    warehouse.append(ClusteringRow.TABLE, List.of(clustering("k1", 0)));
    warehouse.append(
        ClusterMemberRow.TABLE,
        List.of(
            member("a", 0, 5, 0, 1),
            member("b", 0, 5, 0, 2),
            member("c", 0, 5, 0, 3),
            member("d", 0, 3, 1, 1),
            member("rec", 10, 15, 1, 2)));
    answers.put("c-a", "{\"label\":\"face\",\"evidence\":\"two eyes\"}");
    answers.put("c-b", "FACE");
    answers.put("c-rec", "a red fox");
  }

  @Test
  void clustersAreNamedByVotesAndKeepTheirAnswers() {
    StepReport report = run();
    assertThat(report.headline()).isEqualTo("1 of 2 clusters named from 3 answers");
    assertThat(report.lines())
        .containsExactly(
            "cluster 0: 3 items, face (2 of 2 votes): two eyes; medoid a",
            "cluster 1: 2 items, unnamed: nothing the local model knows; medoid rec");
    List<ClusterLabelRow> rows = Clusterings.labels(warehouse, "k1");
    assertThat(rows.get(0).agreement()).isEqualTo(1);
    assertThat(rows.get(0).taxonomyVersion()).isEqualTo("t@2");
    assertThat(rows.get(0).evidence())
        .extracting(ClusterLabelRow.Vote::contentId)
        .containsExactly("c-a", "c-b");
    assertThat(rows.get(1).label()).isNull();
    assertThat(rows.get(1).evidence().get(0).status()).isEqualTo("unknown_label");
    assertThat(rows.get(1).evidence().get(0).evidence()).isEqualTo("a red fox");
  }

  @Test
  void everythingIsAskedInOnePlanAboutItsOwnSpan() {
    run();
    assertThat(spender.spendCalls()).isEqualTo(1);
    assertThat(spender.asked()).extracting(Work::contentId).contains("c-rec");
    for (Work work : spender.asked()) {
      boolean part = work.contentId().equals("c-rec");
      assertThat(work.request().contains("\"start_sec\":10.0,\"end_sec\":15.0")).isEqualTo(part);
      assertThat(work.mediaMinutes()).isEqualTo(5.0 / 60);
      assertThat(work.request()).doesNotContain("truth").doesNotContain("/clips/");
    }
  }

  @Test
  void secondRunPaysAndWritesNothing() {
    run();
    var version = warehouse.version(ClusterLabelRow.TABLE);
    StepReport second = run();
    assertThat(second.counts()).containsEntry("creates", 0L);
    assertThat(second.wrote()).isFalse();
    assertThat(warehouse.version(ClusterLabelRow.TABLE)).isEqualTo(version);
  }

  @Test
  void missingAnswersAreFilledInWhenTheyCome() {
    answers.remove("c-a");
    answers.remove("c-b");
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            StepStopped.class, stopped -> assertThat(stopped.code()).isEqualTo(ExitCode.AGAIN))
        .hasMessageStartingWith("label: 2 of 3 answers have not come yet");
    assertThat(warehouse.rows(ClusterLabelRow.TABLE))
        .hasSize(2)
        .allMatch(ClusterLabelRow::abstained);
    answers.put("c-a", "face");
    answers.put("c-b", "face");
    assertThat(run().counts()).containsEntry("missing", 0L).containsEntry("named", 1L);
    assertThat(warehouse.rows(ClusterLabelRow.TABLE)).hasSize(2);
  }

  @Test
  void whatWasAnsweredBeforeSpendingStoppedNamesItsClusters() {
    answers.remove("c-rec");
    spender.stopping(limit());
    assertThatThrownBy(this::run)
        .isInstanceOf(SpendingStopped.class)
        .hasMessage("a limit is reached");
    assertThat(warehouse.rows(ClusterLabelRow.TABLE))
        .hasSize(2)
        .filteredOn(row -> !row.abstained())
        .extracting(ClusterLabelRow::label)
        .containsExactly("face");
  }

  @Test
  void whereSpendingStoppedBeforeAnyAnswerLabelsStayAsTheyAre() {
    answers.clear();
    spender.stopping(limit());
    assertThatThrownBy(this::run).isInstanceOf(SpendingStopped.class);
    assertThat(warehouse.rows(ClusterLabelRow.TABLE)).isEmpty();
  }

  @Test
  void whatWasAnsweredBeforeSpendingStoppedAtTheItemsOfAMixedClusterIsKept() {
    answers.put("c-b", "street");
    answers.put("c-rec", "street");
    conf = new LabelConf(conf.taxonomy(), null, null, 2, null, null, 5, null, null, null);
    CannedSpender stoppingAtTheThird =
        new CannedSpender(
            "emulator",
            work -> {
              if (work.contentId().equals("c-c")) {
                throw limit();
              }
              return answers.get(work.contentId());
            });
    assertThatThrownBy(() -> new LabelStep(conf).run(Steps.context(warehouse, stoppingAtTheThird)))
        .isInstanceOf(SpendingStopped.class);
    assertThat(Clusterings.labels(warehouse, "k1"))
        .extracting(ClusterLabelRow::label)
        .containsExactly(null, "street");
  }

  @Test
  void labelsCountUntilAnotherQuestionIsAnsweredInFull(@TempDir Path dir) throws IOException {
    run();
    LabelStep another = new LabelStep(only(other(dir)));
    answers.remove("c-b");
    assertThatThrownBy(() -> another.run(Steps.later(warehouse, spender, 1)))
        .as("an answer is due")
        .isInstanceOf(StepStopped.class);
    spender.stopping(limit());
    assertThatThrownBy(() -> another.run(Steps.later(warehouse, spender, 2)))
        .isInstanceOf(SpendingStopped.class);
    assertThat(Clusterings.labels(warehouse, "k1").get(0).label()).isEqualTo("face");
    assertThat(Clusterings.labels(warehouse, "k1").get(0).taxonomyVersion()).isEqualTo("t@2");
    answers.put("c-b", "face");
    spender.stopping(null);
    another.run(Steps.later(warehouse, spender, 3));
    assertThat(Clusterings.labels(warehouse, "k1").get(0).taxonomyVersion()).isEqualTo("o@1");
  }

  @Test
  void moreRepresentativesUnnameNothingUntilTheyHaveAnswered() {
    run();
    conf = new LabelConf(conf.taxonomy(), null, null, 3, null, null, null, 0.9, null, null);
    spender.stopping(limit());
    assertThatThrownBy(this::run).isInstanceOf(SpendingStopped.class);
    assertThat(Clusterings.labels(warehouse, "k1").get(0).label()).isEqualTo("face");
  }

  @Test
  void aClusteringOfWhichNothingIsLeftSendsToTheClusterStep() {
    warehouse.append(ClusteringRow.TABLE, List.of(clustering("k2", 1)));
    assertThatThrownBy(this::run)
        .isInstanceOfSatisfying(
            StepStopped.class, stopped -> assertThat(stopped.code()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("run the cluster step first");
  }

  @Test
  void otherTaxonomiesAreKeptBesideAndTheLastAskedCounts(@TempDir Path dir) throws IOException {
    run();
    new LabelStep(only(other(dir))).run(Steps.later(warehouse, spender, 1));
    assertThat(Clusterings.labels(warehouse, "k1").get(0).taxonomyVersion()).isEqualTo("o@1");
    new LabelStep(conf).run(Steps.later(warehouse, spender, 2));
    assertThat(Clusterings.labels(warehouse, "k1").get(0).taxonomyVersion()).isEqualTo("t@2");
    assertThat(warehouse.rows(ClusterLabelRow.TABLE)).hasSize(4);
  }

  @Test
  void centreBorderAndChanceSpeakForACluster() {
    List<Representative> chosen = new Representatives(warehouse, "k1", 4).chosen(1, 1, 1);
    assertThat(chosen).extracting(Representative::videoId).containsExactly("a", "b", "c", "rec");
    warehouse.append(
        ClusterMemberRow.TABLE,
        List.of(
            new ClusterMemberRow("k2", "c-a", 0, 5, 0, 0.1, 0.5, 1, false),
            new ClusterMemberRow("k2", "c-b", 0, 5, 0, 0.2, 0.9, 2, false),
            new ClusterMemberRow("k2", "c-c", 0, 5, 0, 0.3, 0.2, 3, false),
            new ClusterMemberRow("k2", "c-rec", 10, 15, 0, 0.9, 0.1, 4, true)));
    Representatives other = new Representatives(warehouse, "k2", 4);
    assertThat(other.chosen(1, 1, 0))
        .as("an outlier does not speak for the border")
        .extracting(Representative::videoId)
        .containsExactly("a", "c");
    assertThat(other.chosen(1, 0, 1)).hasSize(2).isEqualTo(other.chosen(1, 0, 1));
  }

  @Test
  void itemsOfAMixedClusterAreAskedEachForItself() {
    answers.put("c-b", "street");
    answers.put("c-c", "street");
    conf = new LabelConf(conf.taxonomy(), null, null, 2, null, null, 5, null, null, null);
    StepReport report = run();
    assertThat(report.lines())
        .contains(
            "cluster 0: 3 items, mixed: 3 of its items asked, each for itself, 3 named; medoid a");
    ClusterLabelRow mixed = Clusterings.labels(warehouse, "k1").get(0);
    assertThat(mixed.abstained()).isTrue();
    assertThat(mixed.asked()).isEqualTo(2);
    assertThat(mixed.evidence())
        .extracting(ClusterLabelRow.Vote::label)
        .containsExactly("face", "street", "street");
    StepReport second = run();
    assertThat(second.counts()).containsEntry("creates", 0L);
    assertThat(second.wrote()).isFalse();
  }

  @Test
  void missingTaxonomyAndNoClusteringStopTheRun(@TempDir Path dir) {
    assertThatThrownBy(
            () -> new LabelStep(only("/no/such.yaml")).run(Steps.context(warehouse, spender)))
        .isInstanceOfSatisfying(
            StepStopped.class, e -> assertThat(e.code()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("/no/such.yaml");
    Warehouse empty = Warehouse.at(warehouse.spark(), dir.resolve("empty").toString());
    assertThatThrownBy(() -> new LabelStep(conf).run(Steps.context(empty, spender)))
        .isInstanceOfSatisfying(
            StepStopped.class, e -> assertThat(e.code()).isEqualTo(ExitCode.INPUT));
  }

  private StepReport run() {
    return new LabelStep(conf).run(Steps.context(warehouse, spender));
  }

  private static SpendingStopped limit() {
    return SpendingStopped.in(
            new IllegalStateException(SpendingStopped.class.getName() + ": a limit is reached"))
        .orElseThrow();
  }

  private static String other(Path dir) throws IOException {
    Path other = dir.resolve("other.yaml");
    Files.writeString(other, "{name: o, version: 1, labels: [{name: face, definition: f}]}");
    return other.toString();
  }

  private static VideoRow video(String id) {
    return video(id, 5);
  }

  private static VideoRow video(String id, double seconds) {
    return Steps.video(id, seconds, id, "truth");
  }

  private static ClusterMemberRow member(String id, double from, double to, int cluster, int rank) {
    return new ClusterMemberRow("k1", "c-" + id, from, to, cluster, 0.1 * rank, 1, rank, false);
  }

  private static ClusteringRow clustering(String id, int hours) {
    return Steps.clustering(id, "emulator/m/visual", "video", 2, hours);
  }

  private static LabelConf only(String taxonomy) {
    return new LabelConf(taxonomy, null, null, null, null, null, null, null, null, null);
  }
}
