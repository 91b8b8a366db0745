package dev.sluice.chaos;

import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Videos that nobody fetches: links whose lengths all differ. They go straight into {@code videos},
 * as ingest would have left them.
 *
 * @param size how many
 */
record Corpus(int size) {
  private static final double SHORTEST_SEC = 5;

  /** The link of a video, which its create sends. */
  String link(int number) {
    return "http://127.0.0.1:9/clip-%d.mp4?seconds=%s".formatted(number, seconds(number));
  }

  /** The content of a video, which its facts and ledger rows name. */
  String content(int number) {
    return "f1:%064x".formatted(number + 1);
  }

  /** The link of a content; empty for one that is not of these videos. */
  String linkOf(String contentId) {
    return IntStream.range(0, size)
        .filter(number -> content(number).equals(contentId))
        .mapToObj(this::link)
        .findFirst()
        .orElse("");
  }

  void store(Warehouse warehouse) {
    List<VideoRow> rows = IntStream.range(0, size).mapToObj(this::row).toList();
    warehouse.append(VideoRow.TABLE, rows);
  }

  private static double seconds(int number) {
    return SHORTEST_SEC + number / 8.0;
  }

  private VideoRow row(int number) {
    String id = "clip-" + number;
    return new VideoRow(
        id,
        link(number),
        VideoRow.ACCEPTED,
        null,
        null,
        content(number),
        null,
        seconds(number),
        640,
        360,
        25.0,
        1_000L,
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
}
