package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a search found, page by page.
 *
 * @param token names it
 * @param expires when its pages are gone
 * @param pool what was looked at
 * @param rows all rows
 * @param clips how many clips are in the rows; below 0 where rows are clips
 * @param limit rows per page
 */
record Found(String token, Instant expires, JsonNode pool, List<Row> rows, int clips, int limit) {

  /**
   * One row, and the user metadata of its video.
   *
   * @param json as it is always shown
   * @param video where its user metadata is
   */
  record Row(ObjectNode json, IndexedAsset video) {
    ObjectNode shown(boolean metadata) {
      ObjectNode shown = json.deepCopy();
      if (metadata && !video.userMetadata().isEmpty()) {
        shown.set(UserMetadata.FIELD, video.userMetadata());
      }
      return shown;
    }
  }

  /** Puts clips of one video together, in the order of their best ones. */
  static List<Row> byVideo(List<Row> clips, boolean metadata) {
    Map<String, Row> videos = new LinkedHashMap<>();
    for (Row clip : clips) {
      String id = clip.video().piece().id();
      Row row =
          videos.computeIfAbsent(
              id,
              absent -> {
                ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
                json.putArray("clips");
                return new Row(json, clip.video());
              });
      ((ArrayNode) row.json().get("clips")).add(clip.shown(metadata));
    }
    return new ArrayList<>(videos.values());
  }

  boolean hasPage(int page) {
    return page == 0 || (page > 0 && page * (long) limit < rows.size());
  }

  /** A page, counted from 0. */
  ObjectNode page(int page, boolean metadata) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("search_pool", pool);
    ArrayNode data = json.putArray("data");
    boolean byVideo = clips >= 0;
    rows.stream()
        .skip((long) page * limit)
        .limit(limit)
        .forEach(row -> data.add(row.shown(metadata && !byVideo)));
    ObjectNode info = json.putObject("page_info");
    info.put("limit_per_page", limit)
        .put("total_results", rows.size())
        .put("page_expires_at", expires.truncatedTo(ChronoUnit.SECONDS).toString());
    if (byVideo) {
      info.put("total_inner_matches", clips);
    }
    if (page > 0) {
      info.put("prev_page_token", token + "-" + (page - 1));
    }
    if (hasPage(page + 1)) {
      info.put("next_page_token", token + "-" + (page + 1));
    }
    return json;
  }
}
