package dev.sluice.twelvelabs;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An index as lists and its details show it. Fields that are left out are null. */
record IndexRow(
    @JsonProperty("_id") String id,
    String indexName,
    String createdAt,
    String expiresAt,
    Double totalDuration,
    Integer videoCount,
    List<IndexEndpoints.Model> models) {

  /**
   * What it means.
   *
   * @throws IllegalArgumentException when it has no id or no time
   */
  VideoIndex read() {
    Map<String, List<String>> options = new TreeMap<>();
    if (models != null) {
      models.stream()
          .filter(model -> model != null && model.modelName() != null)
          .forEach(
              model ->
                  options.put(
                      model.modelName(),
                      model.modelOptions() == null ? List.of() : model.modelOptions()));
    }
    return new VideoIndex(
        new ProviderRef(id),
        indexName == null ? "" : indexName,
        Json.instant(createdAt),
        Optional.ofNullable(expiresAt).map(Json::instant),
        options,
        totalDuration == null ? 0 : totalDuration,
        videoCount == null ? 0 : videoCount);
  }
}
