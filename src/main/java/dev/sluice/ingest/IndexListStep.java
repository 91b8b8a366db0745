package dev.sluice.ingest;

import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.ProviderRef;
import java.util.Iterator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Lists the ready videos of an index from one task, page by page, as rows of a manifest. */
final class IndexListStep implements MapPartitionsFunction<Long, Row> {
  private static final long serialVersionUID = 1L;

  private final HeldVideos held;
  private final String index;

  private IndexListStep(HeldVideos held, String index) {
    this.held = held;
    this.index = index;
  }

  /** The rows; listed anew by every action. */
  static Dataset<Row> rows(SparkSession spark, HeldVideos held, ProviderRef index) {
    return spark
        .range(0, 1, 1, 1)
        .mapPartitions(
            new IndexListStep(held, index.id()), Encoders.row(ManifestRow.TABLE.schema()))
        // A list that grows while it is read shows some rows on two pages.
        .dropDuplicates("video_id");
  }

  @Override
  public Iterator<Row> call(Iterator<Long> once) {
    ProviderRef ref = new ProviderRef(index);
    Iterator<IndexedVideo> videos = held.ready(ref);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return videos.hasNext();
      }

      @Override
      public Row next() {
        return ManifestRow.TABLE.toRow(row(ref, videos.next()));
      }
    };
  }

  /** A video of an index as a row of a manifest. */
  static ManifestRow row(ProviderRef index, IndexedVideo video) {
    IndexedVideo.Shown shown = video.shown();
    Map<String, String> attributes = new TreeMap<>();
    video.userMetadata().forEach((name, value) -> attributes.put(name, String.valueOf(value)));
    return ManifestRow.listed(
        video.ref().id(),
        HeldUri.of(index, video.ref(), video.asset()).toString(),
        null,
        null,
        new Measured(
            orNull(shown.durationSec()),
            orNull(shown.width()),
            orNull(shown.height()),
            orNull(shown.fps())),
        shown.sizeBytes().isPresent() ? (Long) shown.sizeBytes().getAsLong() : null,
        shown.fileName().isEmpty() ? null : shown.fileName(),
        attributes);
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
