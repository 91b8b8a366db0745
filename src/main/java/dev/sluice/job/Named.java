package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.sluice.media.Links;
import dev.sluice.provider.HeldUri;
import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    Set<String> there = rows.stream().map(VideoRow::videoId).collect(Collectors.toSet());
    List<String> unknown =
        videoIds.stream().filter(id -> !there.contains(id) && !before.holdsVideo(id)).toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no such video here: %s; nothing was done. `sluice sql \"SELECT video_id FROM videos\"` lists them"
              .formatted(String.join(", ", unknown)));
    }
    List<String> lines = new ArrayList<>();
    Set<String> uris = new TreeSet<>();
    Set<String> contents = contents(warehouse, named, uris, lines);
    Forgotten gone = named.and(before);
    Set<String> shared = new TreeSet<>();
    for (String id : videoIds) {
      lines.add(
          there.contains(id) ? line(warehouse, row(rows, id), gone, shared) : id + ": gone before");
    }
    warehouse
        .rows(VideoRow.TABLE, others(gone).and(Forgotten.of(List.of(), contents).content(CONTENT)))
        .forEach(other -> shared.add(other.contentId()));
    Forgotten stays = Forgotten.of(List.of(), shared);
    contents.removeIf(stays::holdsContent);
    Set<String> names = new TreeSet<>(videoIds);
    names.addAll(uris);
    // Messages show links without what signs them.
    uris.forEach(uri -> names.add(Links.shown(uri)));
    names.addAll(contents);
    names.remove("");
    return new Named(Forgotten.of(videoIds, contents), names, lines);
  }

  private static VideoRow row(List<VideoRow> rows, String id) {
    return rows.stream().filter(row -> row.videoId().equals(id)).findFirst().orElseThrow();
  }

  private static Column others(Forgotten gone) {
    return not(gone.video(col("video_id")))
        .and(col("status").notEqual(VideoRow.REJECTED))
        .and(CONTENT.isNotNull());
  }

  private static String line(
      Warehouse warehouse, VideoRow row, Forgotten gone, Set<String> shared) {
    StringBuilder line = new StringBuilder(row.videoId()).append(": goes");
    if (row.contentId() != null) {
      List<String> holders =
          ids(
              warehouse,
              others(gone).and(Forgotten.of(List.of(), List.of(row.contentId())).content(CONTENT)));
      if (holders.isEmpty()) {
        line.append(", and its content with it");
      } else {
        shared.add(row.contentId());
        line.append(
            "; its content stays, because it is that of %s too: name it as well if it must go"
                .formatted(String.join(", ", holders)));
      }
    }
    if (HeldUri.names(row.uri())) {
      line.append("; what the provider had of it before stays there: delete it yourself");
    }
    List<String> cut =
        ids(
            warehouse,
            others(gone)
                .and(Forgotten.of(List.of(row.videoId()), List.of()).video(col("source_id"))));
    if (!cut.isEmpty()) {
      line.append("; %s came from the same recording and stay".formatted(String.join(", ", cut)));
    }
    return line.toString();
  }

  private static List<String> ids(Warehouse warehouse, Column condition) {
    return warehouse.rows(VideoRow.TABLE, condition).stream()
        .map(VideoRow::videoId)
        .sorted()
        .toList();
  }

  /** All contents and addresses that these videos are known to have had, earlier ones included. */
  private static Set<String> contents(
      Warehouse warehouse, Forgotten named, Set<String> uris, List<String> lines) {
    Set<String> contents = new TreeSet<>();
    Column nowhere = lit(null).cast("string");
    add(contents, uris, named, warehouse.read(VideoRow.TABLE), col("uri"));
    add(contents, uris, named, warehouse.read(CuratedRow.TABLE), nowhere);
    add(contents, uris, named, warehouse.read(ClassificationRow.TABLE), nowhere);
    // One reading of all files, not one for each of what may be thousands of versions.
    add(contents, uris, named, warehouse.everyVersion(VideoRow.TABLE), col("uri"));
    try {
      // The first version of all is the empty table.
      if (warehouse.version(VideoRow.TABLE).orElse(0) > 0) {
        add(contents, uris, named, warehouse.readVersion(VideoRow.TABLE, 1), col("uri"));
      }
    } catch (Exception e) {
      // Delta has let go of it, or the store does not answer: a person must know.
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
