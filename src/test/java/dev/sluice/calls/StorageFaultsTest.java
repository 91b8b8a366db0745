package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.Operation;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.S3Reading;
import dev.sluice.tables.CallRow;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on the way from a store to the provider is no verdict on a video. */
@ExtendWith(SparkExtension.class)
class StorageFaultsTest {
  private static final Path CLIP = Path.of("jobs/demo/clips/coin_00.mp4");

  @TempDir private Path dir;
  private SpendRig rig;

  @BeforeEach
  void start(SparkSession spark) {
    spark.sparkContext().hadoopConfiguration().set("fs.flaky.impl", FlakyStore.class.getName());
    rig = new SpendRig(spark, dir);
  }

  @AfterEach
  void stop() {
    FlakyStore.fault = FlakyStore.Fault.NONE;
    rig.spark.sparkContext().hadoopConfiguration().unset("fs.flaky.impl");
    rig.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"STATUS", "READ"})
  void aStoreThatFailsLeavesTheWorkOpenForTheNextRun(FlakyStore.Fault fault) {
    List<Work> works = SpendRig.works("flaky:" + CLIP.toAbsolutePath());
    FlakyStore.fault = fault;
    SpendReport first = rig.spend(works);
    assertThat(first.pending()).as(first.toString()).isEqualTo(1);
    assertThat(first.refused() + first.failed()).isZero();
    assertThat(rig.quarantine()).isEmpty();
    assertThat(rig.warehouse().rows(CallRow.TABLE)).isEmpty();
    FlakyStore.fault = FlakyStore.Fault.NONE;
    assertThat(rig.spend(works).done()).isEqualTo(1);
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isEqualTo(1);
  }

  @Test
  void aFileThatIsMissingIsQuarantinedUntilItIsBack() throws IOException {
    Path file = dir.resolve("film.mp4");
    List<Work> works = SpendRig.works(file.toUri().toString());
    for (int run = 0; run < 2; run++) {
      SpendReport report = rig.spend(works);
      assertThat(report.pending()).as(report.toString()).isEqualTo(1);
      assertThat(report.refused()).isZero();
      assertThat(rig.quarantine())
          .singleElement()
          .satisfies(row -> assertThat(row.reason()).isEqualTo(Broken.UNREAD));
    }
    Files.copy(CLIP, file);
    assertThat(rig.spend(works).done()).isEqualTo(1);
    assertThat(rig.quarantine()).isEmpty();
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isEqualTo(1);
  }

  @Test
  void aLinkThatCannotBeSignedNowRefusesNothing() {
    UploadFiles unsigned =
        new UploadFiles() {
          @Override
          public File at(String uri) throws IOException {
            throw new IOException("nobody reads it here");
          }

          @Override
          public String link(String uri, Duration valid) throws IOException {
            throw new IOException("the credentials have expired");
          }
        };
    Sources sources =
        new Sources(
            new ProviderConf(
                "twelvelabs", "https://x", "env:X", Duration.ofSeconds(1), S3Reading.SIGNED_LINK),
            new Upload.Context(
                new CallTools(null, null, null, Clock.systemUTC(), () -> 0, unsigned),
                null,
                null,
                () -> false));
    assertThat(sources.of(new CallRequest(SpendRig.works("s3a://films/a.mp4").get(0), 1, "")))
        .isEqualTo(new Sources.State.Fault("the credentials have expired"));
  }
}
