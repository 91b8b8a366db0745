package dev.sluice.classify;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.calls.Work;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.PromptVectorRow;
import dev.sluice.tables.Table;
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
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Hand-made vectors of two numbers: the prompt "cat" points along the first, "dog" the second. */
@ExtendWith(SparkExtension.class)
class ClassifyStepTest {
  private static final String LENS = "twelvelabs/marengo3.0/visual";
  private static final String AUDIO = "twelvelabs/marengo3.0/audio";
  private static final List<Table<?>> WRITTEN =
      List.of(ClassificationRow.TABLE, PromptVectorRow.TABLE);
  private static final VideoClass CATS = new VideoClass("Cats", List.of("cat"), null, 0.8, null);
  private static final VideoClass DOGS = new VideoClass("Dogs", List.of("dog"), null, 0.8, null);

  private static final Offset<Double> TINY = within(1e-6);

  @TempDir private Path dir;
  private final CannedSpender spender = new CannedSpender("twelvelabs", ClassifyStepTest::vectorOf);
  private Warehouse warehouse;

  /** v1: 4 s of cat, 4 s of dog, 2 s between; v2: all dog; none: no vectors. */
  @BeforeEach
  void twoVideos(SparkSession spark) {
    warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
    warehouse.append(
        VideoRow.TABLE,
        List.of(
            Steps.video("v1", 10, "v1", "cats"),
            Steps.video("v2", 8, "v2", "dogs"),
            Steps.video("none", 5, "none", null),
            Steps.video("copy", VideoRow.DUPLICATE, 8, "v2", null)));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clip("v1", LENS, 0, 0, 4, new float[] {2, 0}),
            Steps.clip("v1", LENS, 1, 4, 8, new float[] {0, 1}),
            Steps.clip("v1", LENS, 2, 8, 10, new float[] {3, 3}),
            Steps.clip("v2", LENS, 0, 0, 8, new float[] {0.6f, 0.8f}),
            Steps.whole("v1", LENS, 10, new float[] {1, 0}),
            Steps.clip("v1", "emulator/m/visual", 0, 0, 4, new float[] {0, 1})));
  }

  @Test
  void videosGetTheClassesWhoseClipsCoverEnough() {
    StepReport report = run(only(CATS, DOGS));
    assertThat(report.headline()).isEqualTo("1 of 2 videos are of one of 2 classes");
    assertThat(report.lines())
        .containsExactly(
            "2 prompts: 2 paid now",
            "Cats: 0 videos; threshold 0.800",
            "Dogs: 1 videos, mean score 80.0; threshold 0.800",
            "1 accepted videos have no vectors and no class");
    ClassificationRow cats = row("v1", "Cats");
    assertThat(cats.assigned()).as("4 s of 10 are not half").isFalse();
    assertThat(cats.durationRatio()).isEqualTo(0.4);
    assertThat(cats.score()).isCloseTo(100, within(1e-4));
    assertThat(cats.bestCosine()).isCloseTo(1, within(1e-6));
    assertThat(cats.margin()).isCloseTo(0, within(1e-6));
    assertThat(cats.entropy()).isCloseTo(Math.log(2), within(1e-6));
    assertThat(cats.clips()).containsExactly(new ClassificationRow.Match(0, 4, "cat", "visual", 1));
    ClassificationRow dogs = row("v2", "Dogs");
    assertThat(dogs.rank()).isEqualTo(1);
    assertThat(dogs.assigned()).isTrue();
    assertThat(dogs.durationRatio()).isEqualTo(1);
    assertThat(dogs.score()).isCloseTo(80, within(1e-4));
    assertThat(dogs.margin()).isCloseTo(0.2, within(1e-6));
    assertThat(row("v2", "Cats").clips()).isEmpty();
    assertThat(rows()).hasSize(4);
  }

  @Test
  void secondRunPaysAndWritesNothing() {
    ClassifyConf conf = only(CATS, DOGS);
    run(conf);
    Map<String, String> versions = warehouse.versions(WRITTEN);
    StepReport second = run(conf, CannedSpender.paysNothing("twelvelabs"));
    assertThat(second.wrote()).isFalse();
    assertThat(second.lines()).contains("2 prompts: 0 paid now");
    assertThat(warehouse.versions(WRITTEN)).isEqualTo(versions);
  }

  @Test
  void onlyAPromptThatIsNotThereIsPaidFor() {
    run(only(CATS));
    run(only(CATS, DOGS));
    assertThat(spender.asked()).hasSize(2);
    assertThat(spender.asked()).extracting(Work::workKey).doesNotHaveDuplicates();
    assertThat(warehouse.rows(PromptVectorRow.TABLE))
        .extracting(PromptVectorRow::text)
        .containsExactlyInAnyOrder("cat", "dog");
    assertThat(rows()).as("the set is replaced, not added to").hasSize(4);
  }

  @Test
  void otherSetsAndProvidersStay() {
    run(only(CATS));
    ClassificationRow mine = row("v1", "Cats");
    ClassificationRow other = other(mine, "twelvelabs", "another job");
    ClassificationRow emulated = other(mine, "emulator", mine.classSet());
    warehouse.append(ClassificationRow.TABLE, List.of(other, emulated));
    run(only(DOGS));
    assertThat(rows()).contains(other, emulated).doesNotContain(mine).hasSize(4);
  }

  @Test
  void aPartOfAFileOwnsOnlyItsSegments() {
    List<VideoRow> parts =
        List.of(
            part(Steps.video("v1", 10, "v1", null), "p1", 0.0, 4.0),
            part(Steps.video("v1", 10, "v1", null), "p2", 4.0, 10.0));
    warehouse.replace(VideoRow.TABLE, warehouse.dataset(VideoRow.TABLE, parts));
    run(only(CATS, DOGS));
    assertThat(row("p1", "Cats").durationRatio()).isEqualTo(1);
    assertThat(row("p1", "Cats").assigned()).isTrue();
    assertThat(row("p1", "Dogs").bestCosine()).isCloseTo(0, within(1e-6));
    assertThat(row("p2", "Dogs").durationRatio()).isCloseTo(4 / 6.0, within(1e-9));
  }

  @Test
  void ofSeveralAnswersAboutAVideoOneCounts() {
    warehouse.append(VideoRow.TABLE, List.of(Steps.video("cut", 12, "cut", "cats")));
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clipOf("w-2", "cut", LENS, 0, 5, 0, 1),
            Steps.clipOf("w-2", "cut", LENS, 5, 10, 0, 1),
            Steps.clipOf("w-2", "cut", LENS, 10, 12, 0.6f, 0.8f),
            Steps.clipOf("w-1", "cut", LENS, 0, 4, 1, 0),
            Steps.clipOf("w-1", "cut", LENS, 4, 10, 1, 0),
            Steps.clipOf("w-1", "cut", LENS, 10, 12, 1, 0)));
    warehouse.append(CallRow.TABLE, List.of(Steps.answered("w-2", 0), Steps.answered("w-1", 5)));
    run(only(CATS, DOGS));
    assertThat(row("cut", "Dogs").bestCosine()).as("of the earlier answer").isCloseTo(0, TINY);
    assertThat(row("cut", "Cats").clips())
        .extracting(ClassificationRow.Match::startSec)
        .containsExactly(0.0, 4.0, 10.0);
    assertThat(run(calibrated("")).lines()).anyMatch(line -> line.startsWith("Cats: 2 videos"));
  }

  @Test
  void anotherModalitysAnswerIsNotTakenForTheFirst() {
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clipOf("w-0", "v2", AUDIO, 0, 8, 1, 0),
            Steps.clipOf("w-0", "v2", LENS, 0, 4, 1, 0),
            Steps.clipOf("w-0", "v2", LENS, 4, 8, 1, 0)));
    warehouse.append(CallRow.TABLE, List.of(Steps.answered("w-0", 0), Steps.answered("w-v2", 5)));
    VideoClass either =
        new VideoClass("Either", List.of("cat"), List.of("audio", "visual"), 0.8, null);
    run(only(either));
    assertThat(row("v2", "Either").clips())
        .as("the only answer about sound, and none of the earlier one about pictures")
        .containsExactly(new ClassificationRow.Match(0, 8, "cat", "audio", 1));
  }

  @Test
  void optionsChooseWhatIsLookedAt() {
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            Steps.clip("v2", AUDIO, 0, 0, 4, new float[] {1, 0}),
            Steps.clip("v2", AUDIO, 1, 4, 8, new float[] {1, 0})));
    VideoClass heard = new VideoClass("Heard", List.of("cat"), List.of("audio"), 0.8, null);
    VideoClass either =
        new VideoClass("Either", List.of("dog", "cat"), List.of("audio", "visual"), 0.8, null);
    run(only(heard, either));
    assertThat(row("v2", "Heard").clips())
        .extracting(ClassificationRow.Match::option)
        .containsExactly("audio", "audio");
    assertThat(row("v1", "Heard").bestCosine()).isNull();
    assertThat(row("v2", "Either").clips())
        .extracting(ClassificationRow.Match::prompt)
        .containsExactly("cat", "dog", "cat");
    assertThat(row("v2", "Either").durationRatio()).isEqualTo(1);
  }

  @Test
  void wholeVideosAreScoredWhereTheUnitIsVideo() {
    ClassifyConf conf =
        new ClassifyConf(List.of(CATS), null, LENS, "video", null, null, null, null, null);
    run(conf);
    assertThat(rows())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.videoId()).isEqualTo("v1");
              assertThat(r.assigned()).isTrue();
            });
  }

  @Test
  void thresholdsAreChosenOnTheGroundTruthOfTheManifest() {
    StepReport report = run(calibrated(""));
    assertThat(report.lines())
        .contains(
            "Cats: 1 videos, mean score 90.2; threshold 0.654 by calibration: F1 1.000 on 2"
                + " labelled videos, 1 of them of the class");
    assertThat(row("v1", "Cats").assigned()).isTrue();
    assertThat(row("v2", "Cats").assigned()).isFalse();
    assertThat(run(calibrated("")).wrote()).isFalse();
  }

  @Test
  void thresholdsAreChosenOnACsv() throws IOException {
    Path csv = Files.writeString(dir.resolve("s.csv"), "video_id,label\nv2,CATS\nv2,x\nnone,x\n");
    StepReport report = run(calibrated(csv.toString()));
    assertThat(report.lines())
        .anyMatch(line -> line.contains("F1 1.000 on 1 labelled videos, 1 of them"))
        .anyMatch(
            line -> line.contains("as set: none finds a video of the class among 1 labelled ones"));
  }

  @Test
  void aSampleThatCannotBeUsedStopsTheRun() throws IOException {
    Path wrong = Files.writeString(dir.resolve("wrong.csv"), "id,label\nv2,cats\n");
    Path strange = Files.writeString(dir.resolve("strange.csv"), "video_id,label\nv9,cats\n");
    stops(ExitCode.INPUT, calibrated(wrong.toString()), "needs the columns video_id and label");
    stops(ExitCode.INPUT, calibrated(strange.toString()), "labels no embedded video");
    stops(ExitCode.USAGE, calibrated(dir.resolve("no.csv").toString()), "cannot be read");
  }

  @Test
  void promptsWithoutAVectorStopTheRunAndAreNamed() {
    CannedSpender silent = new CannedSpender("twelvelabs", work -> null);
    assertThatThrownBy(() -> new ClassifyStep(only(CATS)).run(Steps.context(warehouse, silent)))
        .isInstanceOfSatisfying(
            StepStopped.class, e -> assertThat(e.code()).isEqualTo(ExitCode.AGAIN))
        .hasMessageContaining("1 of 1 prompts have no vector yet: [cat]");
    assertThat(rows()).isEmpty();
  }

  @Test
  void vectorsOfAnotherLengthStopTheRun() {
    CannedSpender longer = new CannedSpender("twelvelabs", work -> "1,2,3");
    assertThatThrownBy(() -> new ClassifyStep(only(CATS)).run(Steps.context(warehouse, longer)))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("has 3 numbers and those of lens " + LENS + " have 2");
  }

  @Test
  void theViewListsAssignedClasses(SparkSession spark) {
    run(only(CATS, DOGS));
    warehouse.registerViews();
    assertThat(spark.sql("SELECT video_id, class_name FROM video_topics").collectAsList())
        .singleElement()
        .hasToString("[v2,Dogs]");
  }

  @Test
  void inputPartitionsChangeNothing() {
    run(only(CATS, DOGS));
    var before = warehouse.version(ClassificationRow.TABLE);
    List<EmbeddingRow> all = new ArrayList<>(warehouse.rows(EmbeddingRow.TABLE));
    java.util.Collections.reverse(all);
    warehouse.replace(
        EmbeddingRow.TABLE, warehouse.dataset(EmbeddingRow.TABLE, all).repartition(5));
    assertThat(run(only(CATS, DOGS)).wrote()).isFalse();
    assertThat(warehouse.version(ClassificationRow.TABLE)).isEqualTo(before);
  }

  private static String vectorOf(Work work) {
    return work.request().contains("cat") ? "1,0" : "0,1";
  }

  private void stops(ExitCode code, ClassifyConf conf, String message) {
    assertThatThrownBy(() -> run(conf))
        .isInstanceOfSatisfying(StepStopped.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  private static ClassifyConf calibrated(String sample) {
    return new ClassifyConf(List.of(CATS, DOGS), null, null, null, null, null, null, true, sample);
  }

  private StepReport run(ClassifyConf conf) {
    return run(conf, spender);
  }

  private StepReport run(ClassifyConf conf, CannedSpender with) {
    return new ClassifyStep(conf).run(Steps.context(warehouse, with));
  }

  private List<ClassificationRow> rows() {
    return warehouse.rows(ClassificationRow.TABLE);
  }

  private ClassificationRow row(String video, String name) {
    return warehouse
        .rows(
            ClassificationRow.TABLE,
            col("video_id").equalTo(video).and(col("class_name").equalTo(name)))
        .get(0);
  }

  private static ClassificationRow other(ClassificationRow r, String provider, String classSet) {
    return new ClassificationRow(
        provider,
        classSet,
        r.videoId(),
        r.className(),
        r.contentId(),
        r.rank(),
        r.assigned(),
        r.score(),
        r.durationRatio(),
        r.threshold(),
        r.minRatio(),
        r.bestCosine(),
        r.margin(),
        r.share(),
        r.entropy(),
        r.tau(),
        r.model(),
        r.classesVersion(),
        r.clips());
  }

  private static VideoRow part(VideoRow v, String id, double from, double to) {
    return new VideoRow(
        id,
        v.uri(),
        v.status(),
        null,
        null,
        v.contentId(),
        null,
        v.durationSec(),
        v.width(),
        v.height(),
        v.fps(),
        v.sizeBytes(),
        null,
        from,
        to,
        v.sourceId(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        v.attributes());
  }

  private static ClassifyConf only(VideoClass... classes) {
    return new ClassifyConf(List.of(classes), null, null, null, null, null, null, null, null);
  }
}
