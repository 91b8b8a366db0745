package dev.sluice.testing;

import dev.sluice.calls.Spender;
import dev.sluice.ingest.IngestConf;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** What step tests share: contexts and short rows. */
public final class Steps {
  /** Where the clock of a context starts. */
  public static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private Steps() {}

  /** A context whose clock moves one second every time it is read. */
  public static StepContext context(Warehouse warehouse, Spender spender) {
    return new StepContext(
        warehouse, spender, new RunInfo("r1", "test", "c", "v"), new Ticking(), Progress.SILENT);
  }

  /** A context whose clock stands some hours after {@link #START}. */
  public static StepContext later(Warehouse warehouse, Spender spender, int hours) {
    return new StepContext(
        warehouse,
        spender,
        new RunInfo("r1", "test", "c", "v"),
        Clock.fixed(START.plus(Duration.ofHours(hours)), ZoneOffset.UTC),
        Progress.SILENT);
  }

  /** Everything of one manifest, held to Marengo's rules. */
  public static IngestConf ingest(String manifest) {
    return new IngestConf(manifest, null, null, null, null, null, null);
  }

  /** A clustering without centroids, made some hours after {@link #START}. */
  public static ClusteringRow clustering(String id, String lens, String unit, int k, int hours) {
    return new ClusteringRow(
        id,
        lens,
        unit,
        k,
        "given",
        5,
        START.plus(Duration.ofHours(hours)),
        true,
        51,
        1,
        "euclidean",
        0.5,
        1,
        0,
        new float[0],
        List.of(),
        null,
        null,
        null,
        null);
  }

  /** An accepted video whose content id is {@code c-<id>}. */
  public static VideoRow video(String id, double seconds, String sourceId, String groundTruth) {
    return video(id, VideoRow.ACCEPTED, seconds, sourceId, groundTruth);
  }

  /** A video of any status whose content id is {@code c-<id>}. */
  public static VideoRow video(
      String id, String status, double seconds, String sourceId, String groundTruth) {
    return row(id, status, "c-" + id, seconds, null, null, sourceId, null, groundTruth);
  }

  /** An accepted video that is a part of a file whose content id is {@code c-<file>}. */
  public static VideoRow part(
      String id, String file, double seconds, Double startSec, Double endSec) {
    return row(id, VideoRow.ACCEPTED, "c-" + file, seconds, startSec, endSec, id, null, null);
  }

  /** A video of five seconds, of a content, a recording and a split that the manifest states. */
  public static VideoRow stated(
      String id, String status, String contentId, String sourceId, String split) {
    return row(id, status, contentId, 5, null, null, sourceId, split, null);
  }

  private static VideoRow row(
      String id,
      String status,
      String contentId,
      double seconds,
      Double startSec,
      Double endSec,
      String sourceId,
      String split,
      String groundTruth) {
    return new VideoRow(
        id,
        "file:/clips/" + id + ".mp4",
        status,
        null,
        null,
        contentId,
        null,
        seconds,
        640,
        360,
        25.0,
        1000L,
        null,
        startSec,
        endSec,
        sourceId,
        split,
        groundTruth,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of());
  }

  /** The vector of a whole video {@code id}. */
  public static EmbeddingRow whole(String id, String lens, double seconds, float[] vector) {
    return new EmbeddingRow(
        "c-" + id, lens, "video", 0, 0, seconds, vector.length, "w-" + id, vector);
  }

  /** The vector of a segment of video {@code id}. */
  public static EmbeddingRow clip(
      String id, String lens, int no, double from, double to, float[] vector) {
    return new EmbeddingRow(
        "c-" + id, lens, "clip", no, from, to, vector.length, "w-" + id, vector);
  }

  /** A segment that a work gave, of the file whose content id is {@code c-<file>}. */
  public static EmbeddingRow clipOf(
      String work, String file, String lens, double from, double to, float... vector) {
    return new EmbeddingRow("c-" + file, lens, "clip", 0, from, to, vector.length, work, vector);
  }

  /** The call of a work that was answered some hours after {@link #START}. */
  public static CallRow answered(String work, int hours) {
    Instant at = START.plus(Duration.ofHours(hours));
    return new CallRow(
        work,
        1,
        "embed",
        "emulator",
        "m",
        null,
        "c",
        null,
        "done",
        "yes",
        null,
        null,
        1,
        1,
        "media_minute",
        0,
        "USD",
        at,
        at,
        "r");
  }

  private static final class Ticking extends Clock {
    private Instant now = START;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return InstantSource.fixed(now).withZone(zone);
    }

    @Override
    public Instant instant() {
      now = now.plus(Duration.ofSeconds(1));
      return now;
    }
  }
}
