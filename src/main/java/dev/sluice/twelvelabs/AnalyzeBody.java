package dev.sluice.twelvelabs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.Span;
import java.util.List;

/** Body of {@code POST /analyze/tasks}. Null fields are left out. */
record AnalyzeBody(
    String modelName,
    Video video,
    String prompt,
    double temperature,
    int maxTokens,
    Double startTime,
    Double endTime,
    String customId,
    Format responseFormat) {

  static AnalyzeBody of(AnalyzeRequest request, MediaSource source, String tag) {
    return new AnalyzeBody(
        request.model(),
        Video.of(source),
        request.prompt(),
        request.temperature(),
        request.maxTokens(),
        request.span().map(Span::startSec).orElse(null),
        request.span().map(Span::endSec).orElse(null),
        tag,
        new Format("json_schema", schema(request.labels())));
  }

  /** Only keywords of the documented subset: anything else is refused with 422. */
  private static ObjectNode schema(List<String> labels) {
    ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    labels.forEach(properties.putObject("label").put("type", "string").putArray("enum")::add);
    properties.putObject("evidence").put("type", "string");
    schema.putArray("required").add("label").add("evidence");
    return schema;
  }

  record Video(String type, String assetId, String url) {
    static Video of(MediaSource source) {
      return source instanceof MediaSource.Asset asset
          ? new Video("asset_id", asset.ref().id(), null)
          : new Video("url", null, ((MediaSource.Url) source).url());
    }
  }

  record Format(String type, ObjectNode jsonSchema) {}
}
