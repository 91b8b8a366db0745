package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Relay;
import dev.sluice.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} says of the places of a job. */
@ExtendWith(S3Extension.class)
class CheckupTest {
  @TempDir private Path dir;

  @Test
  void aFolderLetsOneWriterWinByLinks() {
    assertThat(texts(dir.resolve("w").toString()))
        .anyMatch(text -> text.contains("exactly one writer win, by a temporary file linked"));
    assertThat(dir.resolve("w/_sluice/journal/probe")).isEmptyDirectory();
  }

  @Test
  void s3LetsOneWriterWinByConditionalCreates(S3Server s3) throws IOException {
    String bucket = s3.bucket();
    assertThat(onS3(s3.endpoint(), bucket + "/w"))
        .anyMatch(text -> text.contains("exactly one writer win, by one PUT with If-None-Match"))
        .anyMatch(text -> text.contains("one writer at a time may commit"));
  }

  @Test
  void s3ThatForgetsTheConditionIsWeak(S3Server s3) throws IOException {
    try (S3Relay relay =
        new S3Relay(s3.endpoint(), S3Relay.Mishap.CONDITION_LOST, Integer.MAX_VALUE)) {
      assertThat(onS3(relay.endpoint(), s3.bucket() + "/w"))
          .anyMatch(text -> text.contains("the journal's store is weak"));
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsAProblem() {
    assertThat(findings("/proc/sluice"))
        .anyMatch(f -> !f.ok() && f.text().contains("the journal cannot be written"));
    assertThat(findings("catalog:main.sluice"))
        .anyMatch(f -> !f.ok() && f.text().contains("set calls.journal"));
  }

  @Test
  void aManifestElsewhereIsLookedForToo() {
    assertThat(manifest("file:" + dir.resolve("none.csv")))
        .anyMatch(f -> !f.ok() && f.text().contains("there is no manifest at file:"));
    assertThat(manifest("nostore://me:pw@host/m.csv"))
        .anyMatch(f -> !f.ok() && f.text().contains("cannot be looked at"));
    assertThat(manifest("catalog:main.videos"))
        .anyMatch(f -> f.ok() && f.text().contains("not looked at"));
  }

  @Test
  void reviewsAndSamplesElsewhereAreLookedForToo() {
    JobSpec spec =
        SpecReader.read(
            Path.of("jobs/demo.yaml"),
            Optional.empty(),
            List.of(
                "curate.reviews=nostore://me:pw@host/r.csv",
                "classify={classes: [{name: a, prompts: [b]}]}",
                "classify.sample=nostore://host/s.csv"));
    assertThat(new Checkup(spec, dir.resolve("w").toString()).findings())
        .anyMatch(f -> !f.ok() && f.text().matches("the reviews nostore:.*cannot be looked at.*"))
        .anyMatch(f -> !f.ok() && f.text().matches("the sample nostore:.*cannot be looked at.*"))
        .noneMatch(f -> f.text().contains("me:pw"));
  }

  private List<Checkup.Finding> manifest(String place) {
    JobSpec spec =
        SpecReader.read(
            Path.of("jobs/demo.yaml"), Optional.empty(), List.of("ingest.manifest=" + place));
    return new Checkup(spec, dir.resolve("w").toString()).findings();
  }

  private static List<String> onS3(URI endpoint, String warehouse) {
    Map<String, String> settings = S3Server.settings(endpoint);
    settings.forEach((key, value) -> System.setProperty("spark.hadoop." + key, value));
    try {
      return texts(warehouse);
    } finally {
      settings.keySet().forEach(key -> System.clearProperty("spark.hadoop." + key));
    }
  }

  private static List<String> texts(String warehouse) {
    return findings(warehouse).stream().map(Checkup.Finding::text).toList();
  }

  private static List<Checkup.Finding> findings(String warehouse) {
    JobSpec spec = SpecReader.read(Path.of("jobs/demo.yaml"), Optional.empty(), List.of());
    return new Checkup(spec, warehouse).findings();
  }
}
