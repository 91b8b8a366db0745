package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonParseException;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.net.UnknownHostException;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.junit.jupiter.api.Test;

class ManifestPlaceTest {
  @Test
  void aStoreThatIsDownMayAnswerLaterAndAMistakeStaysOne() {
    assertThat(found("away:///busy.csv"))
        .returns(ExitCode.AGAIN, StepStopped::code)
        .hasMessageContainingAll("503 Slow Down", "run again");
    for (String wrong :
        List.of("away:///closed.csv", "away:///none.csv", "nosuchstore://a/m.csv", "a:b:c")) {
      assertThat(found(wrong)).as(wrong).returns(ExitCode.INPUT, StepStopped::code);
    }
    assertThat(ManifestPlace.failed("m", new JsonParseException(null, "no JSON")))
        .returns(ExitCode.INPUT, StepStopped::code);
    UnknownHostException away = new UnknownHostException("namenode");
    assertThat(ManifestPlace.failed("m", new IllegalArgumentException(away)))
        .returns(ExitCode.AGAIN, StepStopped::code);
  }

  private static StepStopped found(String manifest) {
    Configuration stores = AwayFileSystem.in(new Configuration());
    IngestConf conf = new IngestConf(manifest, "csv", null, null, null, null, null);
    return catchThrowableOfType(StepStopped.class, () -> ManifestPlace.find(conf, stores));
  }

  @Test
  void whatIsBrokenForGoodIsNoOutage() {
    assertThat(
            List.of(
                new RuntimeException("m.parquet is not a Parquet file"),
                new RuntimeException(new ZipException("Not in GZIP format")),
                new UnknownStoreException("s3a://mistyped/", "Bucket does not exist")))
        .allSatisfy(
            why -> assertThat(ManifestPlace.failed("m", why).code()).isEqualTo(ExitCode.INPUT));
  }

  @Test
  void aManifestThatCannotBeUsedIsNamedWithoutItsPassword() {
    assertThat(ManifestPlace.unusable("ftp://me:pw@host/m.csv", "no https://h/m.csv?sig=x"))
        .isEqualTo("ingest cannot use the manifest ftp://host/m.csv: no https://h/m.csv?…");
  }
}
