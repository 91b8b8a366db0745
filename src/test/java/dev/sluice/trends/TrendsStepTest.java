package dev.sluice.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.TrendChangeRow;
import dev.sluice.tables.TrendRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.CannedSpender;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class TrendsStepTest {
  private static final String OPEN = "Open panel";
  private static final int MINUTE = 60;

  @TempDir private Path dir;
  private Warehouse warehouse;
  private final List<VideoRow> videos = new ArrayList<>();
  private final List<CuratedRow> items = new ArrayList<>();

  @BeforeEach
  void aWarehouse(SparkSession spark) {
    warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
  }

  @Test
  void aNewCameraIsNotATrend() {
    // Fourteen days of one camera with 3 open panels in an hour; a second one comes for the last
    // seven and sees 9 in each.
    for (int day = 0; day < 14; day++) {
      hour("a", "2026-03-%02dT10:00:00Z".formatted(day + 1), 3);
      if (day >= 7) {
        hour("b", "2026-03-%02dT10:00:00Z".formatted(day + 1), 9);
      }
    }
    StepReport report = run(new TrendsConf(null, null, null, null, null));
    assertThat(report.headline())
        .isEqualTo(
            "footage from 2026-03-01 to 2026-03-14: 0 rising, 0 falling of 2 rates compared");
    assertThat(report.lines()).anyMatch(line -> line.endsWith("one side only, not compared: 1"));
    assertThat(change("recent", "all", ""))
        .satisfies(
            row -> {
              assertThat(row.ratio()).isCloseTo(1, within(1e-9));
              assertThat(row.direction()).isEqualTo("steady");
              assertThat(row.beforeHours()).isEqualTo(7);
              assertThat(row.afterHours()).isEqualTo(7);
            });
    assertThat(rate("camera", "b", "2026-03-14")).isEqualTo(9);
    assertThat(rate("all", "", "2026-03-14")).isEqualTo(6);
  }

  @Test
  void whatRisesIsSaidWithItsInterval() {
    for (int day = 0; day < 14; day++) {
      hour("a", "2026-03-%02dT10:00:00Z".formatted(day + 1), day < 7 ? 2 : 6);
    }
    StepReport report = run(new TrendsConf(null, 7, LocalDate.parse("2026-03-08"), null, null));
    TrendChangeRow row = change("recent", "all", "");
    assertThat(row.beforeItems()).isEqualTo(14);
    assertThat(row.afterItems()).isEqualTo(42);
    assertThat(row.beforeRate()).isEqualTo(2);
    assertThat(row.afterRate()).isEqualTo(6);
    assertThat(row.ratio()).isCloseTo(3, within(1e-9));
    assertThat(row.dispersion()).isEqualTo(1);
    // Wilson of 42 of 56: 0.6231 to 0.8448, as odds.
    assertThat(row.low()).isCloseTo(1.653, within(1e-3));
    assertThat(row.high()).isCloseTo(5.4445, within(1e-3));
    assertThat(row.direction()).isEqualTo("rising");
    assertThat(change("before_after", "camera", "a").ratio()).isCloseTo(3, within(1e-9));
    assertThat(report.lines())
        .contains(
            "rising: Open panel, 2.00 to 6.00 an hour, 3.00 times (1.65 to 5.44);"
                + " 2026-03-08 to 2026-03-14 against 2026-03-01 to 2026-03-07");
  }

  @Test
  void ofTooLittleNothingIsSaid() {
    hour("a", "2026-03-01T10:00:00Z", 1);
    hour("a", "2026-03-08T10:00:00Z", 8);
    StepReport report = run(new TrendsConf(null, null, null, null, null));
    assertThat(warehouse.rows(TrendChangeRow.TABLE)).isEmpty();
    assertThat(report.lines()).anyMatch(line -> line.contains("2 rates left out"));
    assertThat(run(new TrendsConf(null, null, null, null, 9)).headline())
        .contains("2 rising, 0 falling of 2");
    assertThat(run(new TrendsConf(null, null, null, 1.5, 9)).headline()).contains("of 0");
  }

  @Test
  void aSecondRunWritesNothingAndADayWithoutTheLabelIsADayOfZero() {
    hour("a", "2026-03-01T10:00:00Z", 3);
    hour("a", "2026-03-02T10:00:00Z", 0);
    TrendsConf conf = new TrendsConf(null, null, null, null, null);
    assertThat(run(conf).wrote()).isTrue();
    assertThat(run(conf).wrote()).isFalse();
    assertThat(rate("all", "", "2026-03-02")).isZero();
    warehouse.registerViews();
    Row all = warehouse.spark().sql("SELECT * FROM trends_by_camera").first();
    assertThat(all.<String>getAs("camera")).isEqualTo("a");
    assertThat(all.<Double>getAs("items_per_hour")).isEqualTo(1.5);
  }

  @Test
  void nightsAndTheDayWithTwentyFiveHours() throws IOException {
    Path shifts =
        Files.writeString(
            dir.resolve("shifts.yaml"),
            "{time-zone: Europe/Berlin, shifts: {day: \"06:00-22:00\", night: \"22:00-06:00\"}}");
    // 22:00 to 06:00 is nine hours when the clocks are set back.
    for (int hour = 0; hour < 27; hour++) {
      hour("a", Instant.parse("2026-10-24T20:00:00Z").plusSeconds(3600L * hour).toString(), 1);
    }
    run(new TrendsConf(shifts.toString(), null, null, null, null));
    assertThat(row("all", "", "2026-10-24").footageHours()).isEqualTo(2);
    assertThat(row("all", "", "2026-10-25").footageHours()).isEqualTo(25);
    TrendRow night = row("shift", "night", "2026-10-24");
    assertThat(night.items()).isEqualTo(9);
    assertThat(night.footageHours()).isEqualTo(9);
    assertThat(row("shift", "day", "2026-10-25").footageHours()).isEqualTo(16);
    assertThat(row("shift", "night", "2026-10-25").footageHours()).isEqualTo(2);
  }

  @Test
  void twoNamesOfOneContentAreOneHour() {
    hour("a", "2026-03-01T10:00:00Z", 3);
    int names = items.size();
    for (int i = 0; i < names; i++) {
      CuratedRow first = items.get(i);
      items.add(
          item("z", first.contentId(), first.startSec(), first.endSec(), first.label(), "ready"));
    }
    videos.add(video("z", null, 0, null));
    run(new TrendsConf(null, null, null, null, null));
    assertThat(row("all", "", "2026-03-01").footageHours()).isEqualTo(1);
    assertThat(row("all", "", "2026-03-01").items()).isEqualTo(3);
  }

  @Test
  void timeThatSpansShareIsFootageOnce() {
    hour("a", "2026-03-01T10:00:00Z", 3);
    String content = items.get(0).contentId();
    videos.add(video("part", "2026-03-01T10:00:00Z", 0, "a"));
    items.add(item("part", content, 0, 30 * MINUTE, OPEN, "ready"));
    // Begins a day later than the footage that it lies in.
    videos.add(video("late", "2026-03-02T10:00:00Z", 0, "a"));
    items.add(item("late", content, 0, 20 * MINUTE, OPEN, "ready"));
    run(new TrendsConf(null, null, null, null, null));
    TrendRow row = row("all", "", "2026-03-01");
    assertThat(row.footageHours()).isEqualTo(1);
    assertThat(row.minutes()).isEqualTo(30);
    assertThat(row.items()).isEqualTo(4);
    assertThat(warehouse.rows(TrendRow.TABLE)).allMatch(each -> each.footageHours() > 0);
  }

  @Test
  void itemsOfUnknownTimeAndExcludedOnesAreAccountedFor() {
    hour("a", "2026-03-01T10:00:00Z", 3);
    videos.add(video("undated", null, 0, "a"));
    items.add(item("undated", "c-undated", 0, MINUTE, OPEN, "ready"));
    // Ten minutes into its file, and its time is of its own beginning.
    videos.add(video("part", "2026-03-01T23:59:00Z", 600, "a"));
    items.add(item("part", "c-part", 600, 600 + 30 * MINUTE, OPEN, "excluded"));
    StepReport report = run(new TrendsConf(null, null, null, null, null));
    assertThat(report.lines()).contains("1 of 62 items have no captured_at and are in no trend");
    assertThat(report.counts()).containsEntry("undated", 1L);
    TrendRow row = row("all", "", "2026-03-01");
    assertThat(row.footageHours()).isEqualTo(1.5);
    assertThat(row.items()).isEqualTo(3);
    assertThat(row.minutesShare()).isCloseTo(3 / 90.0, within(1e-12));
  }

  @Test
  void withoutTimesThereAreNoTrends() {
    videos.add(video("undated", null, 0, "a"));
    items.add(item("undated", "c-undated", 0, MINUTE, OPEN, "ready"));
    StepReport report = run(new TrendsConf(null, null, null, null, null));
    assertThat(report.headline()).contains("no item of the dataset has a captured_at");
    assertThat(report.wrote()).isFalse();
  }

  @Test
  void shiftsThatCannotBeReadStopTheStep() {
    TrendsConf conf = new TrendsConf(dir.resolve("none.yaml").toString(), null, null, null, null);
    assertThatThrownBy(() -> run(conf))
        .isInstanceOf(StepStopped.class)
        .hasMessageContaining("none.yaml");
  }

  /** An hour of one-minute items, the first of them open panels. */
  private void hour(String camera, String from, int open) {
    String id = camera + from;
    videos.add(video(id, from, 0, camera));
    for (int i = 0; i < 60; i++) {
      items.add(item(id, "c-" + id, i * MINUTE, (i + 1) * MINUTE, i < open ? OPEN : null, "ready"));
    }
  }

  private StepReport run(TrendsConf conf) {
    warehouse.replace(VideoRow.TABLE, warehouse.dataset(VideoRow.TABLE, videos));
    warehouse.replace(CuratedRow.TABLE, warehouse.dataset(CuratedRow.TABLE, items));
    return new TrendsStep(conf)
        .run(Steps.context(warehouse, CannedSpender.paysNothing("emulator")));
  }

  private double rate(String dimension, String value, String day) {
    return row(dimension, value, day).rate();
  }

  private TrendRow row(String dimension, String value, String day) {
    return warehouse.rows(TrendRow.TABLE).stream()
        .filter(row -> row.dimension().equals(dimension) && row.value().equals(value))
        .filter(row -> row.day().equals(LocalDate.parse(day)))
        .findFirst()
        .orElseThrow();
  }

  private TrendChangeRow change(String period, String dimension, String value) {
    return warehouse.rows(TrendChangeRow.TABLE).stream()
        .filter(row -> row.period().equals(period))
        .filter(row -> row.dimension().equals(dimension) && row.value().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static VideoRow video(String id, String capturedAt, double startSec, String camera) {
    return new VideoRow(
        id,
        "file:/" + id + ".mp4",
        VideoRow.ACCEPTED,
        null,
        null,
        "c-" + id,
        null,
        3600.0,
        640,
        360,
        25.0,
        1000L,
        null,
        startSec == 0 ? null : startSec,
        null,
        id,
        null,
        null,
        capturedAt == null ? null : Instant.parse(capturedAt),
        camera,
        null,
        null,
        null,
        null,
        Map.of());
  }

  private static CuratedRow item(
      String video, String content, double from, double to, String label, String verdict) {
    return new CuratedRow(
        "%s@%s-%s".formatted(video, from, to),
        video,
        from,
        to,
        content,
        video,
        label,
        label == null ? "none" : "model",
        1,
        verdict,
        List.of(),
        "train",
        null,
        "emulator/m/visual",
        "k1",
        0,
        0,
        1,
        null,
        null,
        null);
  }
}
