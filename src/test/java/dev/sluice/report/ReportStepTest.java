package dev.sluice.report;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.EmbeddingReader;
import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.LabelAnswer;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.EvaluationRow;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.TrendChangeRow;
import dev.sluice.tables.TrendRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ReportStepTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final String LENS = "emulator/m/visual";

  @TempDir Path dir;

  @Test
  void onePageSaysWhatTheTablesHold(SparkSession spark) throws IOException {
    AtomicInteger opened = new AtomicInteger();
    StepReport report = run(filled(spark), opened);
    assertThat(report.headline())
        .isEqualTo("report written: 15 s of footage, 1 of 2 clusters named, 5 s of watching saved");
    assertThat(report.wrote()).isTrue();
    assertThat(report.lines())
        .contains("1 picture could not be taken: the video files cannot be opened now");
    assertThat(opened).hasValue(3);
    String html = Files.readString(page());
    assertThat(html).contains("coin").contains("too small").contains("data:image/jpeg;base64,AQID");
    assertThat(html).contains("No picture of c").contains("<q>round metal</q>");
    assertThat(html).contains("Made with the local emulator");
    assertThat(dir.resolve("w/_report")).isDirectoryNotContaining("glob:**/*.{crc,tmp}");
  }

  @Test
  void theSameTablesAgainWriteNothingAndOpenNoVideo(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark);
    AtomicInteger opened = new AtomicInteger();
    Thumbnails all =
        (uri, at) -> {
          opened.incrementAndGet();
          return Optional.of(new byte[] {1, 2, 3});
        };
    run(warehouse, all);
    var written = Files.getLastModifiedTime(page());
    opened.set(0);
    StepReport again = run(warehouse, all);
    assertThat(again.wrote()).isFalse();
    assertThat(again.headline()).startsWith("report is up to date");
    assertThat(opened).hasValue(0);
    assertThat(Files.getLastModifiedTime(page())).isEqualTo(written);

    warehouse.append(
        QuarantineRow.TABLE,
        List.of(new QuarantineRow("ingest", "y.mp4", "empty", "0 bytes", NOW, true)));
    assertThat(run(warehouse, all).wrote()).isTrue();
    assertThat(Files.readString(page())).contains("y.mp4");
  }

  @Test
  void aPictureThatCouldNotBeTakenIsThereWhenItsFileIs(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark);
    run(warehouse, (uri, at) -> Optional.empty());
    assertThat(Files.readString(page())).contains("No picture of a");
    StepReport away = run(warehouse, (uri, at) -> Optional.empty());
    assertThat(away.wrote()).as("the same page").isFalse();
    assertThat(away.lines()).anyMatch(line -> line.startsWith("3 pictures could not be taken"));
    assertThat(run(warehouse, (uri, at) -> Optional.of(new byte[] {1, 2, 3})).wrote()).isTrue();
    assertThat(Files.readString(page())).doesNotContain("No picture of");
  }

  @Test
  void whatOnlyTheProviderHasIsNoMissingPicture(SparkSession spark) {
    Warehouse warehouse = filled(spark);
    warehouse.replace(
        VideoRow.TABLE,
        warehouse.read(VideoRow.TABLE).withColumn("uri", lit("twelvelabs:asset/a1")));
    assertThat(run(warehouse, (uri, at) -> Optional.empty()).lines())
        .noneMatch(line -> line.contains("could not be taken"));
    AtomicInteger opened = new AtomicInteger();
    assertThat(run(warehouse, opened).headline()).startsWith("report is up to date");
    assertThat(opened).hasValue(0);
  }

  @Test
  void videosOnS3ByAnotherNameOfItAreNotLeftOutSilently(SparkSession spark) {
    Warehouse warehouse = filled(spark);
    warehouse.replace(
        VideoRow.TABLE, warehouse.read(VideoRow.TABLE).withColumn("uri", lit("s3://bucket/a.mp4")));
    ReportConf presigned = new ReportConf(null, null, null, null, "presigned");
    StepReport report = run(warehouse, presigned, (uri, at) -> Optional.of(new byte[] {1}));
    assertThat(report.lines())
        .anyMatch(line -> line.contains("s3://bucket/a.mp4") && line.contains("write it as s3a:"));
  }

  @Test
  void timeThatItemsShareIsAlwaysThatOfTheFirst(SparkSession spark) {
    for (List<String> order : List.of(List.of("a", "b"), List.of("b", "a"))) {
      Warehouse warehouse = Warehouse.at(spark, dir.resolve(order.get(0)).toString());
      for (String id : order) {
        warehouse.append(
            CuratedRow.TABLE,
            List.of(
                new CuratedRow(
                    id, id, 0, 5, "c", id, id, "model", 1, "ready", List.of(), "train", null, LENS,
                    "c1", 0, 1, 1, null, null, null)));
      }
      assertThat(new ReportTables(warehouse).curated("c1"))
          .filteredOn(group -> group.label().equals("a"))
          .extracting(ReportTables.CuratedGroup::seconds)
          .containsExactly(5.0);
    }
  }

  @Test
  void checksAndTrendsOfTheTablesAreOnThePage(SparkSession spark) throws IOException {
    Warehouse warehouse = filled(spark);
    run(warehouse, new AtomicInteger());
    assertThat(Files.readString(page())).doesNotContain("Against ground truth");
    warehouse.append(
        EvaluationRow.TABLE,
        List.of(
            measure("c1", "curated", "overall", "", "accuracy", 0.5),
            measure("c1", "curated", "overall", "", "coverage", 1),
            measure("c1", "clusters", "overall", "", "nmi", 0.42),
            measure("c1", "curated", "class", "coin", "f1", 0.66),
            measure("c1", "curated", "class", "coin", "precision", 0.5),
            measure("c1", "curated", "class", "a -> b", "f1", 0),
            measure("c1", "curated", "pair", "a -> b -> coin", "items", 2),
            measure("old", "curated", "overall", "", "accuracy", 0.125),
            new EvaluationRow(
                "c1",
                "curated",
                "another_group",
                "contradiction",
                "f1:a@0-5",
                "items",
                2,
                2,
                "coin | wheel")));
    LocalDate day = LocalDate.parse("2026-03-08");
    warehouse.append(
        TrendRow.TABLE,
        List.of(
            new TrendRow("coin", "all", "", day, 6, 6, 1, 6, 0.1),
            new TrendRow("coin", "all", "", day.plusDays(2), 3, 3, 1, 3, 0.05),
            new TrendRow("wheel", "all", "", day.plusDays(2), 9, 9, 1, 9, 0.15),
            new TrendRow("wheel", "site", "x", day, 9, 9, 1, 9, 0.15)));
    warehouse.append(
        TrendChangeRow.TABLE,
        List.of(
            new TrendChangeRow(
                "recent",
                "coin",
                "all",
                "",
                day.minusDays(7),
                day,
                day,
                0,
                7,
                0,
                12,
                1,
                12,
                null,
                3.12,
                null,
                1,
                "rising")));
    warehouse.append(
        ProjectionRow.TABLE,
        List.of(place("f1:a", 1, 2, "fitted", 1.0), place("f1:b", 3, 4, "by_neighbours", 0.8)));
    warehouse.append(
        ClassificationRow.TABLE,
        List.of(
            new ClassificationRow(
                "emulator",
                "topics",
                "a",
                "Coins",
                "f1:a",
                1,
                true,
                31.5,
                0.6,
                0.2,
                0.5,
                0.32,
                null,
                1,
                0,
                0.05,
                "m",
                "v",
                List.of(new ClassificationRow.Match(0, 3, "a coin", "visual", 0.32)))));
    run(warehouse, new AtomicInteger());
    String html = Files.readString(page());
    assertThat(html)
        .contains("2 of 3 items, sampled evenly, 1 of them placed by their neighbours. UMAP keeps")
        .contains("Trustworthiness 0.90")
        .contains("<h4>Coins <span class=\"num\">1 of 1 video</span></h4>")
        .contains("0–3 s <q>a coin</q> <b>0.32</b>");
    assertThat(html).contains("<b>50%</b> the right one").contains("NMI <b>0.42</b>");
    assertThat(html).contains("1 contradiction, 1 across groups.").contains("coin | wheel");
    assertThat(html).contains("from nothing").contains("at least 3.12");
    assertThat(html).contains("by day, 2026-03-08 to 2026-03-10: coin, wheel.");
    assertThat(html).contains("<tr><th scope=\"row\">a -&gt; b</th>").doesNotContain("{{");
  }

  @Test
  void anEmptyWarehouseMakesAPage(SparkSession spark) throws IOException {
    run(Warehouse.at(spark, dir.resolve("w").toString()), new AtomicInteger());
    assertThat(Files.readString(page())).contains("Nothing is clustered yet");
  }

  private Path page() {
    return dir.resolve("w/_report/index.html");
  }

  private Warehouse filled(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    List<VideoRow> videos = new ArrayList<>();
    List<ClusterMemberRow> members = new ArrayList<>();
    List<EmbeddingRow> vectors = new ArrayList<>();
    List<CuratedRow> items = new ArrayList<>();
    int i = 0;
    for (String id : List.of("a", "b", "c")) {
      int cluster = i < 2 ? 0 : 1;
      videos.add(video(id, VideoRow.ACCEPTED, 5.0));
      members.add(
          new ClusterMemberRow("c1", "f1:" + id, 0, 5, cluster, 0.1, 0.2, i % 2 + 1, false));
      vectors.add(
          new EmbeddingRow("f1:" + id, LENS, "video", 0, 0, 5, 2, "k", new float[] {i, 2 - i}));
      String label = cluster == 0 ? "coin" : null;
      items.add(
          new CuratedRow(
              id,
              id,
              0,
              5,
              "f1:" + id,
              id,
              label,
              label == null ? "none" : "model",
              1,
              label == null ? "review" : "ready",
              List.of(),
              "train",
              null,
              LENS,
              "c1",
              cluster,
              0.1,
              0.2,
              "t",
              "p",
              "m"));
      i++;
    }
    videos.add(video("x", VideoRow.REJECTED, null));
    warehouse.append(VideoRow.TABLE, videos);
    warehouse.append(ClusterMemberRow.TABLE, members);
    warehouse.append(EmbeddingRow.TABLE, vectors);
    warehouse.append(CuratedRow.TABLE, items);
    warehouse.append(
        QuarantineRow.TABLE,
        List.of(new QuarantineRow("ingest", "x.mp4", "too_small", "64x64", NOW, true)));
    warehouse.append(
        CallRow.TABLE,
        List.of(
            new CallRow(
                "k",
                1,
                "embed",
                "emulator",
                "m",
                null,
                "f1:a",
                null,
                "done",
                "yes",
                null,
                null,
                1,
                0.1,
                "media_minute",
                0,
                "USD",
                NOW,
                NOW,
                "r")));
    warehouse.append(
        ClusteringRow.TABLE,
        List.of(
            new ClusteringRow(
                "c1",
                LENS,
                "video",
                2,
                "given",
                3,
                NOW,
                false,
                7,
                2,
                "euclidean",
                0.5,
                1,
                0,
                new float[0],
                List.of(
                    new ClusteringRow.Centroid(0, new float[] {0, 1}),
                    new ClusteringRow.Centroid(1, new float[] {1, 0})),
                null,
                null,
                null,
                null)));
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            new ClusterLabelRow(
                "c1",
                0,
                "coin",
                false,
                1,
                1,
                1,
                2,
                "t",
                "p",
                "m",
                NOW,
                List.of(
                    new ClusterLabelRow.Vote(
                        "f1:a", 0, 5, 1, "k2", "coin", "labelled", "round metal")))));
    return warehouse;
  }

  private static ProjectionRow place(
      String contentId, double x, double y, String placed, double trust) {
    return new ProjectionRow(
        "c1", LENS, contentId, 0, 5, x, y, "umap", placed, trust, 5, "settings");
  }

  private static EvaluationRow measure(
      String clustering,
      String labelling,
      String scope,
      String name,
      String measure,
      double value) {
    return new EvaluationRow(
        clustering, labelling, "ground_truth", scope, name, measure, value, 2, null);
  }

  private static VideoRow video(String id, String status, Double seconds) {
    return new VideoRow(
        id,
        "file:/" + id + ".mp4",
        status,
        null,
        null,
        "f1:" + id,
        null,
        seconds,
        640,
        360,
        25.0,
        100L,
        null,
        null,
        null,
        id,
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

  private static StepReport run(Warehouse warehouse, AtomicInteger opened) {
    return run(
        warehouse,
        (uri, at) -> {
          opened.incrementAndGet();
          return uri.endsWith("c.mp4") ? Optional.empty() : Optional.of(new byte[] {1, 2, 3});
        });
  }

  private static StepReport run(Warehouse warehouse, Thumbnails thumbnails) {
    return run(warehouse, ReportConf.defaults(), thumbnails);
  }

  private static StepReport run(Warehouse warehouse, ReportConf conf, Thumbnails thumbnails) {
    return new ReportStep(conf, thumbnails)
        .run(
            new StepContext(
                warehouse,
                new NamespaceOnly(),
                new RunInfo("r", "demo", "confhash", "0.1"),
                Clock.fixed(NOW, ZoneOffset.UTC),
                Progress.SILENT));
  }

  /** A spender that must not be asked to spend. */
  private record NamespaceOnly() implements Spender {
    @Override
    public String namespace() {
      return "emulator";
    }

    @Override
    public SpendReport spend(Dataset<Row> works) {
      throw new AssertionError("the report pays nothing");
    }

    @Override
    public Map<String, byte[]> answers(Collection<String> workKeys) {
      throw new AssertionError("the report reads tables only");
    }

    @Override
    public HeldVideos held() {
      throw new AssertionError("the report reads tables only");
    }

    @Override
    public EmbeddingReader embeddingReader() {
      throw new AssertionError("the report reads tables only");
    }

    @Override
    public float[] readText(byte[] answer) {
      throw new AssertionError("the report reads tables only");
    }

    @Override
    public LabelAnswer readLabel(byte[] answer) {
      throw new AssertionError("the report reads tables only");
    }
  }
}
