package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The demo with everything on a real S3 protocol: manifest, videos, warehouse, release, page. */
@ExtendWith({SparkExtension.class, S3Extension.class})
class DemoOnS3Test {
  private static final String SECRET = "do-not-tell";
  private static final List<String> FIRST_DAY =
      List.of("face_a_00", "face_a_01", "tree_00", "tree_01");
  private static final List<String> SECOND_DAY = List.of("tree_02");
  private static final List<String> FAULTY = List.of("truncated");

  private final Map<String, String> settings = new TreeMap<>();
  private final SparkSession spark;
  private final Configuration hadoop;
  private final String bucket;
  @TempDir private Path dir;

  DemoOnS3Test(SparkSession spark, S3Server s3) throws IOException {
    this.spark = spark;
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.bucket = s3.bucket();
    settings.putAll(s3.settings());
    settings.put(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    settings.put("fs.s3a.access.key", "who");
    settings.put("fs.s3a.secret.key", SECRET);
  }

  @BeforeEach
  void setUp() {
    settings.forEach(hadoop::set);
  }

  @AfterEach
  void takeBack() {
    settings.keySet().forEach(hadoop::unset);
  }

  @Test
  void everythingIsOnS3AndVideosGoByUploadOrByLink() throws IOException {
    Warehouse warehouse = Warehouse.at(spark, bucket + "/warehouse");
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      manifest(FIRST_DAY);
      RunOutcome uploaded = run(warehouse, emulator, "upload", null);
      assertThat(uploaded.exit()).as(uploaded.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(FIRST_DAY.size());
      assertThat(emulator.log().creates(Operation.UPLOAD)).isEqualTo(FIRST_DAY.size());
      assertThat(warehouse.rows(QuarantineRow.TABLE))
          .extracting(QuarantineRow::reason)
          .containsExactly("truncated");

      List<String> more = new ArrayList<>(FIRST_DAY);
      more.addAll(SECOND_DAY);
      manifest(more);
      RunOutcome linked = run(warehouse, emulator, "signed-link", "embed");
      assertThat(linked.exit()).as(linked.message().orElse("")).isEqualTo(ExitCode.DONE);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(more.size());
      assertThat(emulator.log().creates(Operation.UPLOAD))
          .as("what came by link was not uploaded")
          .isEqualTo(FIRST_DAY.size());
    }
    assertThat(warehouse.rows(CuratedRow.TABLE)).hasSize(FIRST_DAY.size());
    for (ReleaseRow release : warehouse.rows(ReleaseRow.TABLE)) {
      assertThat(release.uri()).startsWith(bucket);
      assertThat(text(release.uri() + "/manifest.json")).doesNotContain(SECRET);
    }
    assertThat(text(bucket + "/warehouse/_report/index.html")).doesNotContain(SECRET);
    assertThat(warehouse.rows(VideoRow.TABLE).toString())
        .contains(bucket)
        .doesNotContain(SECRET)
        .doesNotContain("X-Amz");
  }

  private void manifest(List<String> clips) throws IOException {
    StringBuilder rows = new StringBuilder("video_id,uri\n");
    for (String clip : clips) {
      put("videos/" + clip + ".mp4", Path.of("jobs/demo/clips", clip + ".mp4"));
      rows.append("%s,%s/videos/%s.mp4%n".formatted(clip, bucket, clip));
    }
    for (String clip : FAULTY) {
      put("videos/" + clip + ".mp4", Path.of("jobs/demo/clips/faulty", clip + ".mp4"));
      rows.append("%s,%s/videos/%s.mp4%n".formatted(clip, bucket, clip));
    }
    put("manifest.csv", Files.writeString(dir.resolve("manifest.csv"), rows));
  }

  private void put(String key, Path file) throws IOException {
    var to = new org.apache.hadoop.fs.Path(bucket + "/" + key);
    FileSystem files = to.getFileSystem(hadoop);
    if (!key.endsWith(".mp4") || !files.exists(to)) {
      try (OutputStream out = files.create(to, true)) {
        Files.copy(file, out);
      }
    }
  }

  private String text(String uri) throws IOException {
    var path = new org.apache.hadoop.fs.Path(uri);
    try (var in = path.getFileSystem(hadoop).open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private RunOutcome run(Warehouse warehouse, EmulatorServer emulator, String way, String until)
      throws IOException {
    Path key = Files.writeString(dir.resolve("key"), "good");
    JobSpec spec =
        SpecReader.read(
            Path.of("jobs/demo.yaml"),
            Optional.empty(),
            List.of(
                "ingest.manifest=" + bucket + "/manifest.csv",
                "provider.url=" + emulator.baseUrl(),
                "provider.key=file:" + key,
                "provider.s3=" + way,
                "cluster.k=2"));
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(List.of(), null, until, Duration.ZERO);
  }
}
