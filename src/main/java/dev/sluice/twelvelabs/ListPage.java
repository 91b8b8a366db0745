package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** One page of any list. Fields that a list does not have are null. */
record ListPage(List<Item> data, PageInfo pageInfo) {

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
