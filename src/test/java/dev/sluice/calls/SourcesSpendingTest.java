package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.S3Reading;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import dev.sluice.testing.SparkExtension;
import dev.sluice.twelvelabs.TwelveLabs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How a video gets to the provider, end to end: real HTTP, real files, a real S3 protocol. */
@ExtendWith({SparkExtension.class, S3Extension.class})
class SourcesSpendingTest {
  private static final Path CLIP = Path.of("jobs/demo/clips/coin_00.mp4");

  @TempDir private Path dir;

  @Test
  void aFileAboveTheLimitOfOneRequestIsSentInPartsAndPaidOnce(SparkSession spark)
      throws IOException {
    Path large = dir.resolve("large.mp4");
    try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
      sparse.setLength(200_000_001);
    }
    try (EmulatorServer emulator =
        EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers())) {
      SpendReport first = spend(spark, emulator, S3Reading.UPLOAD, large.toUri().toString());
      assertThat(first.done()).as(first.toString()).isEqualTo(1);
      assertThat(first.uploads()).isEqualTo(1);
      assertThat(emulator.log().requests("POST /assets/multipart-uploads")).isEqualTo(1);
      assertThat(emulator.log().requests("PUT /parts/{id}/{id}")).isGreaterThan(1);
      assertThat(emulator.log().requests("POST /assets")).isZero();

      long requests = emulator.log().requests();
      SpendReport again = spend(spark, emulator, S3Reading.UPLOAD, large.toUri().toString());
      assertThat(again.known()).isEqualTo(1);
      assertThat(emulator.log().requests()).isEqualTo(requests);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(1);
    }
  }

  @Test
  void anUploadWhoseFactsWereSweptIsKnownFromTheLedgerAndSentAgainOnlyWhenItIsGone(
      SparkSession spark) throws Exception {
    String uri = CLIP.toUri().toString();
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      assertThat(spend(spark, emulator, S3Reading.UPLOAD, uri).uploads()).isEqualTo(1);
      sweep();
      SpendReport later = spend(spark, emulator, work(spark, uri, 4.2));
      assertThat(later.done()).isEqualTo(1);
      assertThat(later.uploads()).isZero();

      delete(emulator, new ProviderRef(uploads(spark).get(0).providerRef()));
      sweep();
      SpendReport gone = spend(spark, emulator, work(spark, uri, 4.4));
      assertThat(gone.done()).as(gone.toString()).isEqualTo(1);
      assertThat(gone.uploads()).isEqualTo(1);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(3);
      assertThat(uploads(spark))
          .as("a forget finds every one")
          .extracting(CallRow::generation)
          .containsExactlyInAnyOrder(1, 2);
    }
  }

  private List<CallRow> uploads(SparkSession spark) {
    return warehouse(spark).rows(CallRow.TABLE).stream()
        .filter(call -> call.operation().equals("asset"))
        .toList();
  }

  private void sweep() throws IOException {
    Journal journal = new StoreJournal(new LinkStore(dir.resolve("journal")));
    for (String shard : Journal.shards()) {
      journal.sweep(journal.list(shard));
    }
  }

  @Test
  void theProviderReadsS3OverASignedLinkAndNothingIsUploaded(SparkSession spark, S3Server s3)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(s3.settings());
    settings.put(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    settings.put("fs.s3a.access.key", "who");
    settings.put("fs.s3a.secret.key", "do-not-tell");
    String uri = s3.bucket() + "/films/coin.mp4";
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    settings.forEach(hadoop::set);
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(uri);
      try (OutputStream out = path.getFileSystem(hadoop).create(path)) {
        Files.copy(CLIP, out);
      }
      SpendReport first = spend(spark, emulator, S3Reading.SIGNED_LINK, uri);
      assertThat(first.done()).as(first.toString()).isEqualTo(1);
      assertThat(emulator.log().creates(Operation.UPLOAD)).isZero();
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(1);
      assertThat(spend(spark, emulator, S3Reading.SIGNED_LINK, uri).known()).isEqualTo(1);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(1);
    } finally {
      settings.keySet().forEach(hadoop::unset);
    }
  }

  @Test
  void whatTheProviderHasIsNeitherSentNorDeletedAndPaidOnce(SparkSession spark) throws Exception {
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults());
        VideoProvider provider = TwelveLabs.connect(conf(emulator, S3Reading.UPLOAD))) {
      ProviderRef asset = uploaded(provider);
      String uri = "twelvelabs:asset/" + asset.id();
      assertThat(spend(spark, emulator, S3Reading.UPLOAD, uri).done()).isEqualTo(1);
      assertThat(spend(spark, emulator, S3Reading.UPLOAD, uri).known()).isEqualTo(1);
      assertThat(emulator.log().creates(Operation.UPLOAD)).as("the test's own").isEqualTo(1);
      assertThat(emulator.log().creates(Operation.EMBED)).isEqualTo(1);
      assertThat(warehouse(spark).rows(CallRow.TABLE))
          .extracting(CallRow::operation)
          .containsExactly("embed");
      assertThat(provider.assets().look(asset)).isInstanceOf(CallOutcome.Done.class);
    }
  }

  @Test
  void whatTheProviderHasNoMoreIsRefusedAndNotPaid(SparkSession spark) throws Exception {
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults());
        VideoProvider provider = TwelveLabs.connect(conf(emulator, S3Reading.UPLOAD))) {
      ProviderRef asset = uploaded(provider);
      delete(emulator, asset);
      String uri = "twelvelabs:asset/" + asset.id();
      assertThat(spend(spark, emulator, S3Reading.UPLOAD, uri).refused()).isEqualTo(1);
      assertThat(emulator.log().creates(Operation.EMBED)).isZero();
      assertThat(warehouse(spark).rows(QuarantineRow.TABLE))
          .singleElement()
          .satisfies(row -> assertThat(row.reason()).isEqualTo("asset_gone"))
          .satisfies(row -> assertThat(row.detail()).contains("another asset"));
    }
  }

  private static ProviderRef uploaded(VideoProvider provider) throws Exception {
    CallOutcome sent =
        provider.assets().upload("theirs.mp4", Files.size(CLIP), () -> Files.newInputStream(CLIP));
    ProviderRef asset = ((CallOutcome.Pending) sent).ref();
    for (int i = 0; i < 600; i++) {
      if (provider.assets().look(asset) instanceof CallOutcome.Done) {
        return asset;
      }
      dev.sluice.ratelimit.Sleeper.real().sleep(Duration.ofMillis(50));
    }
    throw new AssertionError("not ready after half a minute");
  }

  private static void delete(EmulatorServer emulator, ProviderRef asset) throws Exception {
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(emulator.baseUrl() + "/assets/" + asset.id()))
                    .header("x-api-key", "k")
                    .DELETE()
                    .build(),
                HttpResponse.BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(200);
  }

  private Warehouse warehouse(SparkSession spark) {
    return Warehouse.at(spark, dir.resolve("w").toString());
  }

  private SpendReport spend(
      SparkSession spark, EmulatorServer emulator, S3Reading reading, String uri) {
    return spend(spark, emulator, reading, work(spark, uri, 4));
  }

  private SpendReport spend(SparkSession spark, EmulatorServer emulator, Dataset<Row> works) {
    return spend(spark, emulator, S3Reading.UPLOAD, works);
  }

  private SpendReport spend(
      SparkSession spark, EmulatorServer emulator, S3Reading reading, Dataset<Row> works) {
    SpendSettings settings =
        SpendRig.settings(
            conf(emulator, reading),
            dir,
            Optional.empty(),
            RunOn.EXECUTORS,
            1,
            Duration.ofSeconds(20));
    return new DeltaSpender(warehouse(spark), settings, () -> true, Clock.systemUTC(), line -> {})
        .spend(works);
  }

  private static ProviderConf conf(EmulatorServer emulator, S3Reading reading) {
    return new ProviderConf(
        "emulator", emulator.baseUrl(), "none", Duration.ofSeconds(20), reading);
  }

  private static Dataset<Row> work(SparkSession spark, String uri, double seconds) {
    Work work =
        Works.embed(
            "emulator",
            "f1:" + WorkKey.sha256(uri),
            uri,
            new EmbedRequest(
                "marengo3.0",
                List.of("visual"),
                new Segmentation.Dynamic(4),
                Optional.of(new Span(0, seconds))),
            seconds / 60.0);
    return spark.createDataFrame(Work.CODEC.toRows(List.of(work)), Work.CODEC.schema());
  }
}
