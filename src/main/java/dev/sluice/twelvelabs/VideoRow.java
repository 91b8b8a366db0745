package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.IndexingTask;
import dev.sluice.provider.ProviderRef;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A video of an index, or the task that brings one, as lists and details show them. Fields that are
 * left out are null.
 */
record VideoRow(
    @JsonProperty("_id") String id,
    String assetId,
    String indexId,
    String videoId,
    String createdAt,
    String status,
    SystemMetadata systemMetadata,
    Map<String, Object> userMetadata) {

  record SystemMetadata(
      String filename, Double duration, Double fps, Integer width, Integer height, Long size) {
    static final SystemMetadata NONE = new SystemMetadata(null, null, null, null, null, null);
  }

  /**
   * As a video.
   *
   * @throws IllegalArgumentException when it has no id or no time
   */
  IndexedVideo video() {
    SystemMetadata said = systemMetadata == null ? SystemMetadata.NONE : systemMetadata;
    return new IndexedVideo(
        new ProviderRef(id),
        ref(assetId),
        Json.instant(createdAt),
        status == null ? "" : status,
        new IndexedVideo.Shown(
            fileName(),
            said.duration() == null ? OptionalDouble.empty() : OptionalDouble.of(said.duration()),
            said.fps() == null ? OptionalDouble.empty() : OptionalDouble.of(said.fps()),
            said.width() == null ? OptionalInt.empty() : OptionalInt.of(said.width()),
            said.height() == null ? OptionalInt.empty() : OptionalInt.of(said.height()),
            said.size() == null ? OptionalLong.empty() : OptionalLong.of(said.size())),
        userMetadata == null ? Map.of() : userMetadata);
  }

  /**
   * As a task.
   *
   * @throws IllegalArgumentException when it has no id, no index or no time
   */
  IndexingTask task() {
    return new IndexingTask(
        new ProviderRef(id),
        new ProviderRef(indexId),
        ref(videoId),
        Json.instant(createdAt),
        status == null ? "" : status,
        fileName());
  }

  private String fileName() {
    return systemMetadata == null || systemMetadata.filename() == null
        ? ""
        : systemMetadata.filename();
  }

  private static Optional<ProviderRef> ref(String id) {
    return Optional.ofNullable(id).filter(said -> !said.isBlank()).map(ProviderRef::new);
  }
}
