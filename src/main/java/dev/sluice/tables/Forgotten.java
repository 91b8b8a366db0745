package dev.sluice.tables;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring_index;

import dev.sluice.spend.WorkKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Videos and contents that were taken down, by their digests: plans, logs and table histories that
 * ask for them name nobody. Immutable.
 */
public final class Forgotten {
  private static final String SPAN = "(@[0-9.E-]+-[0-9.E-]+)+$";

  private final Set<String> videos;
  private final Set<String> contents;

  private Forgotten(Set<String> videos, Set<String> contents) {
    this.videos = videos;
    this.contents = contents;
  }

  /** All that this warehouse keeps out. */
  public static Forgotten in(Warehouse warehouse) {
    Forgotten all = new Forgotten(new TreeSet<>(), new TreeSet<>());
    if (!warehouse.exists(ForgottenRow.TABLE)) {
      return all;
    }
    for (ForgottenRow row : warehouse.rows(ForgottenRow.TABLE)) {
      (row.what().equals(ForgottenRow.VIDEO) ? all.videos : all.contents).add(row.digest());
    }
    return all;
  }

  /** These videos and contents. */
  public static Forgotten of(Collection<String> videoIds, Collection<String> contentIds) {
    Forgotten some = new Forgotten(new TreeSet<>(), new TreeSet<>());
    videoIds.forEach(id -> some.videos.add(WorkKey.sha256(id)));
    contentIds.forEach(id -> some.contents.add(WorkKey.sha256(bare(id))));
    return some;
  }

  /** These and those of another. */
  public Forgotten and(Forgotten other) {
    Forgotten both = new Forgotten(new TreeSet<>(videos), new TreeSet<>(contents));
    both.videos.addAll(other.videos);
    both.contents.addAll(other.contents);
    return both;
  }

  /** Keeps them out of a warehouse from here on. Idempotent; one atomic commit. */
  public void keepOutOf(Warehouse warehouse, Instant at) {
    List<ForgottenRow> rows = new ArrayList<>();
    videos.forEach(digest -> rows.add(new ForgottenRow(ForgottenRow.VIDEO, digest, at)));
    contents.forEach(digest -> rows.add(new ForgottenRow(ForgottenRow.CONTENT, digest, at)));
    warehouse.appendNew(ForgottenRow.TABLE, warehouse.dataset(ForgottenRow.TABLE, rows));
  }

  /** Whether a video is one of them. */
  public boolean holdsVideo(String videoId) {
    return videos.contains(WorkKey.sha256(videoId));
  }

  /** Whether a content is one of them, in whatever way its digest was taken. */
  public boolean holdsContent(String contentId) {
    return contents.contains(WorkKey.sha256(bare(contentId)));
  }

  /** Whether a column of video_ids holds one of them; false for null. */
  public Column video(Column videoId) {
    return in(videoId, videos);
  }

  /** Whether a column of content ids holds one of them; false for null. */
  public Column content(Column contentId) {
    return in(substring_index(contentId, ":", -1), contents);
  }

  /** Whether what an item is called, its video's id or that with a span, holds one of them. */
  public boolean holdsItem(String itemId) {
    return holdsVideo(itemId) || holdsVideo(itemId.replaceFirst(SPAN, ""));
  }

  /** Whether a column of names of items holds one of them; false for null. */
  public Column item(Column itemId) {
    return video(itemId).or(video(spanless(itemId)));
  }

  /** A column of names of items without their spans. */
  static Column spanless(Column itemId) {
    return regexp_replace(itemId, SPAN, "");
  }

  /** The rows of a table whose video_id and content_id are none of them. */
  public Dataset<Row> without(Dataset<Row> rows) {
    return rows.where(not(video(col("video_id")).or(content(col("content_id")))));
  }

  private static Column in(Column text, Set<String> digests) {
    return digests.isEmpty()
        ? lit(false)
        : coalesce(sha2(text.cast("binary"), 256).isin(digests.toArray()), lit(false));
  }

  // A digest from the manifest and our own of all bytes are the same thing.
  private static String bare(String contentId) {
    return contentId.substring(contentId.lastIndexOf(':') + 1);
  }
}
