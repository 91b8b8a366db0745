package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.sluice.media.Links;
import dev.sluice.provider.HeldUri;
import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.VersionGone;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The videos that a person wants forgotten, and the contents that go with them: those that no other
 * video holds.
 *
 * @param forgotten videos and contents that go
 * @param names what free text may call them
 * @param lines what becomes of each, for a person
 */
record Named(Forgotten forgotten, Set<String> names, List<String> lines) {
  private static final Column CONTENT = col("content_id");

  /**
   * Looks them up. Writes nothing.
   *
   * @throws IllegalArgumentException naming every id that this warehouse never had
   */
  static Named of(Warehouse warehouse, Set<String> videoIds) {
    Forgotten before = Forgotten.in(warehouse);
    Forgotten named = Forgotten.of(videoIds, List.of());
    List<VideoRow> rows = warehouse.rows(VideoRow.TABLE, named.video(col("video_id")));
    Map<String, VideoRow> there =
        rows.stream().collect(Collectors.toMap(VideoRow::videoId, row -> row));
    List<String> unknown =
        videoIds.stream().filter(id -> !there.containsKey(id) && !before.holdsVideo(id)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no such video here: %s; nothing was done. `sluice sql \"SELECT video_id FROM videos\"` lists them"
              .formatted(String.join(", ", unknown)));
    }
    List<String> lines = new ArrayList<>();
    Set<String> uris = new TreeSet<>();
    Set<String> contents = contents(warehouse, named, uris, lines);
    Forgotten gone = named.and(before);
    List<Other> others = others(warehouse, gone, named, contents);
    for (String id : videoIds) {
      lines.add(there.containsKey(id) ? line(there.get(id), others) : id + ": gone before");
    }
    Forgotten stays = Forgotten.of(List.of(), others.stream().map(Other::contentId).toList());
    contents.removeIf(stays::holdsContent);
    Set<String> names = new TreeSet<>(videoIds);
    names.addAll(uris);
    // Messages show links without what signs them.
    uris.forEach(uri -> names.add(Links.shown(uri)));
    names.addAll(contents);
    names.remove("");
    return new Named(Forgotten.of(videoIds, contents), names, lines);
  }

  /** A video that stays. */
  private record Other(String videoId, String contentId, String sourceId) {}

  /** The videos that stay and share a content or a recording with those that go. */
  private static List<Other> others(
      Warehouse warehouse, Forgotten gone, Forgotten named, Set<String> contents) {
    return warehouse
        .read(VideoRow.TABLE)
        .where(not(gone.video(col("video_id"))))
        .where(col("status").notEqual(VideoRow.REJECTED).and(CONTENT.isNotNull()))
        .where(Forgotten.of(List.of(), contents).content(CONTENT).or(named.video(col("source_id"))))
        .select(col("video_id"), CONTENT, col("source_id"))
        .orderBy("video_id")
        .collectAsList()
        .stream()
        .map(row -> new Other(row.getString(0), row.getString(1), row.getString(2)))
        .toList();
  }

  private static String line(VideoRow row, List<Other> others) {
    StringBuilder line = new StringBuilder(row.videoId()).append(": goes");
    if (row.contentId() != null) {
      Forgotten content = Forgotten.of(List.of(), List.of(row.contentId()));
      List<String> holders = ids(others, other -> content.holdsContent(other.contentId()));
      line.append(
          holders.isEmpty()
              ? ", and its content with it"
              : "; its content stays, because it is that of %s too: name it as well if it must go"
                  .formatted(String.join(", ", holders)));
    }
    if (HeldUri.names(row.uri())) {
      line.append("; what the provider had of it before stays there: delete it yourself");
    }
    List<String> cut = ids(others, other -> row.videoId().equals(other.sourceId()));
    if (!cut.isEmpty()) {
      line.append("; %s came from the same recording and stay".formatted(String.join(", ", cut)));
    }
    return line.toString();
  }

  private static List<String> ids(List<Other> others, Predicate<Other> wanted) {
    return others.stream().filter(wanted).map(Other::videoId).toList();
  }

  /** All contents and addresses that these videos are known to have had, earlier ones included. */
  private static Set<String> contents(
      Warehouse warehouse, Forgotten named, Set<String> uris, List<String> lines) {
    Set<String> contents = new TreeSet<>();
    Column nowhere = lit(null).cast("string");
    add(contents, uris, named, warehouse.read(VideoRow.TABLE), col("uri"));
    add(contents, uris, named, warehouse.read(CuratedRow.TABLE), nowhere);
    add(contents, uris, named, warehouse.read(ClassificationRow.TABLE), nowhere);
    warehouse.eachVersion(VideoRow.TABLE, rows -> add(contents, uris, named, rows, col("uri")));
    try {
      // The first version of all is the empty table.
      if (warehouse.version(VideoRow.TABLE).orElse(0) > 0) {
        add(contents, uris, named, warehouse.readVersion(VideoRow.TABLE, 1), col("uri"));
      }
    } catch (Exception e) {
      // Spark throws checked exceptions without declaring them.
      if (!VersionGone.isWhy(e)) {
        throw e;
      }
      lines.add("videos: its first versions are gone; contents that only they show stay");
    }
    return contents;
  }

  private static void add(
      Set<String> contents, Set<String> uris, Forgotten named, Dataset<Row> rows, Column uri) {
    for (Row row :
        rows.where(named.video(col("video_id"))).select(CONTENT, uri).distinct().collectAsList()) {
      Optional.ofNullable(row.getString(0)).ifPresent(contents::add);
      Optional.ofNullable(row.getString(1)).ifPresent(uris::add);
    }
  }
}
