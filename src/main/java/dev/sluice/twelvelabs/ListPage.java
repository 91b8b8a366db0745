package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JavaType;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One page of any list.
 *
 * @param <T> what a row is read as
 */
record ListPage<T>(List<T> data, PageInfo pageInfo) {

  /** Reads a page; empty when the bytes are no such list. */
  static <T> Optional<ListPage<T>> read(byte[] body, Class<T> row) {
    JavaType type = Json.MAPPER.getTypeFactory().constructParametricType(ListPage.class, row);
    try {
      return Optional.ofNullable(Json.MAPPER.<ListPage<T>>readValue(body, type))
          .filter(page -> page.data() != null && page.data().stream().noneMatch(Objects::isNull));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A row of a list of assets or tasks. Fields that a list does not have are null. */
  record Item(
      @JsonProperty("_id") String id,
      String taskId,
      String createdAt,
      String status,
      String customId,
      String filename,
      String method,
      String modelName,
      VideoEmbedding videoEmbedding) {

    /** Tasks of one kind are named differently from everything else. */
    String anyId() {
      return id != null ? id : taskId;
    }
  }

  /** What the list of embedding tasks says about a request. */
  record VideoEmbedding(Metadata metadata) {}

  record Metadata(String inputUrl, Double videoClipLength, Double duration) {}

  record PageInfo(Integer totalPage) {}
}
