package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.media.MediaFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Uploads: {@code /assets}. */
final class AssetRoutes {
  private static final long LARGEST_UPLOAD = 200L << 20;

  private final Shelf<Asset> assets;
  private final Store store;
  private final Sources sources;
  private final Workbench workbench;

  AssetRoutes(Shelf<Asset> assets, Store store, Sources sources, Workbench workbench) {
    this.assets = assets;
    this.store = store;
    this.sources = sources;
    this.workbench = workbench;
  }

  /**
   * Takes a file or a link; measuring it is work that comes after the answer. {@code fails} makes
   * that work fail on purpose.
   */
  Accepted create(Exchange exchange, boolean fails) throws IOException {
    Path target = store.fresh();
    try {
      return create(exchange, target, fails);
    } catch (ApiError e) {
      store.drop(target);
      throw e;
    }
  }

  private Accepted create(Exchange exchange, Path target, boolean fails) throws IOException {
    Multipart form =
        Multipart.read(
            exchange.header("Content-Type").orElse(""),
            exchange.body(),
            "file",
            target,
            LARGEST_UPLOAD);
    Map<String, String> fields = form.fields();
    String method = Optional.ofNullable(fields.get("method")).orElse("");
    String name;
    String type;
    Callable<Footage> work;
    switch (method) {
      case "direct" -> {
        Multipart.Upload upload = form.file().orElseThrow(() -> ApiError.missing("file"));
        name = fields.getOrDefault("filename", upload.name());
        type = upload.type();
        work = () -> sources.measured(target);
      }
      case "url" -> {
        Fields json = new Fields(JsonNodeFactory.instance.objectNode(), "");
        String url =
            Sources.link(json, Optional.ofNullable(fields.get("url")).orElseThrow(this::noUrl));
        name = fields.getOrDefault("filename", url.replaceAll("[?#].*", "").replaceAll(".*/", ""));
        type = "video/mp4";
        work = () -> sources.measured(store.download(url));
      }
      case "" -> throw ApiError.missing("method");
      default -> throw ApiError.invalid("method", "It must be direct or url.");
    }
    Asset asset = new Asset(new Piece<>("processing"), method, name, type);
    assets.add(asset);
    workbench.start(
        asset.piece(),
        () -> {
          if (fails) {
            throw new Workbench.Unworkable("We could not process your media. Please try again.");
          }
          return work.call();
        });
    return Accepted.fresh(201, summary(asset));
  }

  void list(Exchange exchange) throws IOException {
    List<String> ids = exchange.queries("asset_ids");
    List<String> types = exchange.queries("asset_types");
    String part = exchange.query("filename").orElse("").toLowerCase(Locale.ROOT);
    List<Asset> found =
        assets.newestFirst().stream()
            .filter(asset -> ids.isEmpty() || ids.contains(asset.piece().id()))
            .filter(asset -> types.isEmpty() || types.contains("video"))
            .filter(asset -> asset.filename().toLowerCase(Locale.ROOT).contains(part))
            .toList();
    exchange.answer(200, Paging.of(exchange).answer(found, AssetRoutes::detail));
  }

  void get(Exchange exchange, String id) throws IOException {
    exchange.answer(200, detail(find(id)));
  }

  void delete(Exchange exchange, String id) throws IOException {
    Asset asset = find(id);
    assets.remove(id);
    if (asset.piece().stage() instanceof Stage.Ready<Footage> ready) {
      store.drop(ready.result().file());
    }
    exchange.answerEmpty(200);
  }

  private Asset find(String id) {
    return assets.find(id).orElseThrow(() -> ApiError.notExist(id, "assets"));
  }

  private ApiError noUrl() {
    return ApiError.missing("url");
  }

  private static ObjectNode summary(Asset asset) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("_id", asset.piece().id())
        .put("method", asset.method())
        .put("status", asset.piece().stage().word())
        .put("filename", asset.filename())
        .put("file_type", asset.type())
        .put("created_at", asset.piece().createdAt().toString());
  }

  private static JsonNode detail(Asset asset) {
    ObjectNode json = summary(asset);
    Stage<Footage> stage = asset.piece().stage();
    json.put("status", stage.word());
    if (stage instanceof Stage.Ready<Footage> ready) {
      MediaFacts facts = ready.result().facts();
      json.set("technical_metadata", technical(facts));
      json.put("size", facts.sizeBytes()).put("duration", (float) facts.durationSec());
    } else if (stage instanceof Stage.Failed<Footage> failed) {
      json.putObject("error").put("message", failed.message());
    }
    return json;
  }

  private static ObjectNode technical(MediaFacts facts) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return json.put("file_size_bytes", facts.sizeBytes())
        .put("video_codec", facts.videoCodec())
        .put("video_width", facts.width())
        .put("video_height", facts.height())
        .put("video_fps", facts.fps())
        .put("video_duration_seconds", facts.durationSec())
        .put("has_audio", facts.hasAudio())
        .put("storage_aspect_ratio", facts.aspectRatio());
  }
}
