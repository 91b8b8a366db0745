package dev.sluice.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import dev.sluice.spend.WorkKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes works from requests, and requests from works. Pure. */
public final class Works {
  /** Embedding a video. */
  public static final String EMBED = "embed";

  /** Embedding words, in the space of the video vectors. */
  public static final String EMBED_TEXT = "embed_text";

  /** Asking about a video. */
  public static final String ANALYZE = "analyze";

  /** Uploading a file that other works refer to. */
  public static final String ASSET = "asset";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Works() {}

  /**
   * The work of embedding one content.
   *
   * @param namespace the provider's namespace
   * @param contentId the content
   * @param sourceUri where the file is
   * @param request what to embed of it
   * @param minutes minutes of media, for limits and money
   */
  public static Work embed(
      String namespace, String contentId, String sourceUri, EmbedRequest request, double minutes) {
    ObjectNode json = JSON.createObjectNode();
    request.modalities().forEach(json.putArray("modalities")::add);
    if (request.segmentation() instanceof Segmentation.Fixed fixed) {
      json.put("fixed_sec", fixed.durationSec());
    } else if (request.segmentation() instanceof Segmentation.Dynamic dynamic) {
      json.put("dynamic_sec", dynamic.minDurationSec());
    }
    putSpan(json, request.span());
    if (!request.scopes().equals(EmbedRequest.ALL_SCOPES)) {
      request.scopes().forEach(scope -> json.withArray("scopes").add(scope.key()));
    }
    WorkKey key =
        WorkKey.of(namespace, EMBED, request.model(), List.of(contentId), request.identity());
    return new Work(
        key.value(), EMBED, request.model(), contentId, sourceUri, json.toString(), minutes, 0);
  }

  /**
   * The work of embedding words. They are the content: equal words are one work.
   *
   * @param namespace the provider's namespace
   * @param model for example {@code marengo3.0}
   * @param text the words, as they are sent
   */
  public static Work embedText(String namespace, String model, String text) {
    String contentId = "t1:" + WorkKey.sha256(text);
    WorkKey key = WorkKey.of(namespace, EMBED_TEXT, model, List.of(contentId), Map.of());
    String request = JSON.createObjectNode().put("text", text).toString();
    return new Work(key.value(), EMBED_TEXT, model, contentId, "", request, 0, 0);
  }

  /**
   * The work of asking one question about one content.
   *
   * @param namespace the provider's namespace
   * @param contentId the content
   * @param sourceUri where the file is
   * @param request the question
   * @param minutes minutes of media, for limits and money
   */
  public static Work analyze(
      String namespace,
      String contentId,
      String sourceUri,
      AnalyzeRequest request,
      double minutes) {
    ObjectNode json = JSON.createObjectNode();
    json.put("prompt", request.prompt());
    request.labels().forEach(json.putArray("labels")::add);
    json.put("temperature", request.temperature());
    json.put("max_tokens", request.maxTokens());
    putSpan(json, request.span());
    WorkKey key =
        WorkKey.of(namespace, ANALYZE, request.model(), List.of(contentId), request.identity());
    return new Work(
        key.value(),
        ANALYZE,
        request.model(),
        contentId,
        sourceUri,
        json.toString(),
        minutes,
        request.maxTokens());
  }

  /** What a provider is told to recognise a repeated create by: 43 characters, dash, generation. */
  static String tag(String workKey, int generation) {
    byte[] bytes = HexFormat.of().parseHex(workKey);
    return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        + "-"
        + generation;
  }

  /** The request of an embed work. */
  static EmbedRequest embedRequest(Work work) {
    JsonNode json = parse(work);
    Segmentation segmentation =
        json.has("fixed_sec")
            ? new Segmentation.Fixed(json.get("fixed_sec").doubleValue())
            : new Segmentation.Dynamic(json.get("dynamic_sec").doubleValue());
    List<Scope> scopes =
        json.has("scopes")
            ? strings(json.get("scopes")).stream().map(Scope::of).toList()
            : EmbedRequest.ALL_SCOPES;
    return new EmbedRequest(
        work.model(), strings(json.get("modalities")), segmentation, span(json), scopes);
  }

  /** The fixed clip length that an embed work asks for, if it asks for one. */
  static OptionalDouble clipSeconds(Work work) {
    return embedRequest(work).segmentation() instanceof Segmentation.Fixed fixed
        ? OptionalDouble.of(fixed.durationSec())
        : OptionalDouble.empty();
  }

  /** The words of a text work. */
  static String text(Work work) {
    return parse(work).get("text").textValue();
  }

  /** The request of an analyze work. */
  static AnalyzeRequest analyzeRequest(Work work) {
    JsonNode json = parse(work);
    return new AnalyzeRequest(
        work.model(),
        json.get("prompt").textValue(),
        strings(json.get("labels")),
        json.get("temperature").doubleValue(),
        json.get("max_tokens").intValue(),
        span(json));
  }

  private static JsonNode parse(Work work) {
    try {
      return JSON.readTree(work.request());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("work " + work.workKey() + " has no JSON request", e);
    }
  }

  private static List<String> strings(JsonNode array) {
    List<String> out = new ArrayList<>();
    array.forEach(element -> out.add(element.textValue()));
    return out;
  }

  private static void putSpan(ObjectNode json, Optional<Span> span) {
    span.ifPresent(s -> json.put("start_sec", s.startSec()).put("end_sec", s.endSec()));
  }

  private static Optional<Span> span(JsonNode json) {
    return json.has("start_sec")
        ? Optional.of(
            new Span(json.get("start_sec").doubleValue(), json.get("end_sec").doubleValue()))
        : Optional.empty();
  }
}
