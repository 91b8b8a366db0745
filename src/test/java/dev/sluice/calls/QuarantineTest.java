package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.embed.EmbedConf;
import dev.sluice.embed.EmbedStep;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Quarantine says what the ledger says, whatever a run that died has left in it. */
@ExtendWith(SparkExtension.class)
class QuarantineTest {
  private static final List<Work> WORKS =
      SpendRig.works(SpendRig.clip("tree_00"), SpendRig.clip("ocean_00"));

  @TempDir private Path dir;
  private SpendRig rig;

  @BeforeEach
  void start(SparkSession spark) {
    rig = new SpendRig(spark, dir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void rowsThatWereLostComeBackFromTheLedger() throws Exception {
    rig.emulator.faults().next(Operation.EMBED, Fault.WORK_FAILS, 6);
    assertThat(rig.spend(WORKS).failed()).isEqualTo(2);
    List<QuarantineRow> rows = rig.quarantine();
    assertThat(rows).extracting(QuarantineRow::reason).containsOnly("task_failed").hasSize(2);
    assertThat(rows).allSatisfy(row -> assertThat(row.detail()).contains("_00.mp4"));

    FileUtils.deleteDirectory(dir.resolve("w/quarantine").toFile());
    assertThat(rig.spend(WORKS).failed()).isEqualTo(2);
    assertThat(rig.quarantine()).containsExactlyInAnyOrderElementsOf(rows);
    long version = rig.warehouse().version(QuarantineRow.TABLE).orElseThrow();
    rig.spend(WORKS);
    assertThat(rig.warehouse().version(QuarantineRow.TABLE)).hasValue(version);
  }

  @Test
  void aSignedLinkIsShownWithoutItsSignature() throws Exception {
    rig.emulator.faults().next(Operation.EMBED, Fault.WORK_FAILS, 6);
    rig.spend(WORKS);
    FileUtils.deleteDirectory(dir.resolve("w/quarantine").toFile());
    rig.spend(
        WORKS.stream()
            .map(work -> at("https://cdn.example/v.mp4?X-Amz-Signature=s3cret", work))
            .toList());
    assertThat(rig.quarantine())
        .hasSize(2)
        .allSatisfy(
            row ->
                assertThat(row.detail())
                    .contains("https://cdn.example/v.mp4")
                    .doesNotContain("s3cret"));
  }

  private static Work at(String uri, Work work) {
    return new Work(
        work.workKey(),
        work.operation(),
        work.model(),
        work.contentId(),
        uri,
        work.request(),
        work.mediaMinutes(),
        work.outputTokens());
  }

  @Test
  void aWorkThatIsDoneLosesItsRowAndAnUnreadableAnswerKeepsIts() {
    rig.spend(WORKS);
    rig.warehouse()
        .append(
            QuarantineRow.TABLE,
            List.of(
                row(WORKS.get(0).workKey(), Broken.UNSURE),
                row(WORKS.get(1).workKey(), QuarantineRow.UNREADABLE_ANSWER),
                row("another", "missing_file")));
    rig.spend(WORKS);
    assertThat(rig.quarantine())
        .extracting(QuarantineRow::reason)
        .containsExactlyInAnyOrder(QuarantineRow.UNREADABLE_ANSWER, "missing_file");
  }

  @Test
  void aDoubtThatWasResolvedGivesItsVectors() {
    rig.warehouse().append(VideoRow.TABLE, List.of(video("tree")));
    EmbedStep step = new EmbedStep(new EmbedConf(null, null, null, null, null, null, null));
    Work work = Work.CODEC.fromRow(step.works(rig.warehouse(), "emulator").collectAsList().get(0));
    rig.warehouse().append(QuarantineRow.TABLE, List.of(row(work.workKey(), Broken.UNSURE)));
    step.run(Steps.context(rig.warehouse(), rig.run()));
    assertThat(rig.warehouse().rows(EmbeddingRow.TABLE))
        .isNotEmpty()
        .allMatch(vector -> vector.workKey().equals(work.workKey()));
    assertThat(rig.quarantine()).isEmpty();
  }

  private static QuarantineRow row(String key, String reason) {
    return new QuarantineRow(Works.EMBED, key, reason, "as it was", Instant.EPOCH, true);
  }

  /** A clip of the demo. */
  static VideoRow video(String name) {
    return new VideoRow(
        name,
        SpendRig.clip(name + "_00"),
        VideoRow.ACCEPTED,
        null,
        null,
        "f1:" + name,
        null,
        4.0,
        640,
        360,
        25.0,
        1000L,
        null,
        null,
        null,
        name,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of());
  }
}
