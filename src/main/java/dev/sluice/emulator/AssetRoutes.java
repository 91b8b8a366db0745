package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.media.MediaFacts;
import java.io.IOException;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Uploads: {@code /assets}. */
final class AssetRoutes implements Kind<Footage, Asset> {
  private static final long LARGEST_UPLOAD = 200L << 20;

  private final Works<Footage, Asset> works;
  private final Store store;
  private final Answers answers;

  AssetRoutes(Room room, Store store) {
    this.works = room.works(this);
    this.store = store;
    this.answers = room.answers();
  }

  /**
   * Adds its routes.
   *
   * @param indexed tells whether a video of an index needs an asset
   */
  void to(Routes routes, Predicate<String> indexed) {
    routes
        .paid("POST /assets", Operation.UPLOAD, 201, this::create)
        .on("GET /assets", this::list)
        .on("GET /assets/{id}", exchange -> exchange.answer(200, detail(find(exchange.id(0)))))
        .on("DELETE /assets/{id}", exchange -> delete(exchange, indexed));
  }

  Works<Footage, Asset> works() {
    return works;
  }

  /** Takes a file or a link; measuring it is work that comes after the answer. */
  private void create(Exchange exchange, Admission admission) throws IOException {
    Path target = store.fresh();
    Asset asset;
    try {
      Multipart form =
          Multipart.read(
              exchange.header("Content-Type").orElse(""),
              exchange.body(),
              "file",
              target,
              LARGEST_UPLOAD);
      ObjectNode order = order(form).put("file", target.getFileName().toString());
      Picture.type(target).ifPresent(type -> order.put("type", type));
      admission.asksFor(order.get("filename").asText(), Optional.empty(), 0);
      asset = works.accept(admission, order, piece -> asset(piece, order, target));
    } catch (ApiError e) {
      store.drop(target);
      throw e;
    }
    exchange.answer(admission.success(), summary(asset));
  }

  /** Takes a file that came in parts; it was promised its id. Once is enough. */
  void accept(UploadSession session, Admission admission) throws IOException {
    UploadSession.Promise promise = session.promise();
    if (works.shelf().find(promise.assetId()).isPresent()) {
      return;
    }
    String type =
        Picture.type(session.file())
            .orElse(URLConnection.guessContentTypeFromName(promise.filename()));
    ObjectNode order =
        JsonNodeFactory.instance
            .objectNode()
            .put("method", "multipart")
            .put("filename", promise.filename())
            .put("type", type == null ? "video/mp4" : type)
            .put("file", session.file().getFileName().toString());
    admission.asksFor(promise.filename(), Optional.empty(), 0);
    works.accept(promise.assetId(), admission, order, piece -> asset(piece, order, session.file()));
  }

  private void list(Exchange exchange) throws IOException {
    List<String> ids = exchange.queries("asset_ids");
    List<String> types = exchange.queries("asset_types");
    String part = exchange.query("filename").orElse("").toLowerCase(Locale.ROOT);
    Paging paging = Paging.of(exchange);
    boolean all = ids.isEmpty() && types.isEmpty() && part.isEmpty();
    Instant always = Instant.ofEpochMilli(Long.MAX_VALUE / 2);
    Shelf.Page<Asset> found =
        all
            ? works.shelf().page(Instant.EPOCH, always, List.of(), paging)
            : works
                .shelf()
                .page(
                    asset ->
                        (ids.isEmpty() || ids.contains(asset.piece().id()))
                            && (types.isEmpty() || types.contains(asset.kind()))
                            && asset.filename().toLowerCase(Locale.ROOT).contains(part),
                    paging);
    exchange.answer(200, paging.answer(found, AssetRoutes::detail));
  }

  private void delete(Exchange exchange, Predicate<String> indexed) throws IOException {
    Asset asset = find(exchange.id(0));
    String id = asset.piece().id();
    if (indexed.test(id) && !exchange.query("force").orElse("").equals("true")) {
      throw ApiError.plain(
          409,
          "asset_in_use",
          "The asset %s is used by an indexed asset. Delete that first, or set force to true."
              .formatted(id));
    }
    works.remove(id);
    store.drop(asset.file());
    exchange.answerDone();
  }

  @Override
  public Operation operation() {
    return Operation.UPLOAD;
  }

  @Override
  public String firstWord() {
    return "processing";
  }

  @Override
  public Asset remade(Piece<Footage> piece, ObjectNode kept) {
    return asset(piece, kept, store.claimed(kept.get("file").asText()));
  }

  @Override
  public Footage work(Asset asset) throws Exception {
    boolean picture = asset.kind().equals(Asset.IMAGE);
    if (asset.url().isEmpty()) {
      return picture ? answers.measurePicture(asset.file()) : answers.measure(asset.file());
    }
    String url = asset.url().get();
    return picture ? answers.fetchPicture(url, asset.file()) : answers.fetch(url, asset.file());
  }

  @Override
  public String failure() {
    return "We could not process your media. Please try again.";
  }

  @Override
  public Optional<JsonNode> kept(Footage footage) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("identity", footage.identity());
    return Optional.of(json.set("facts", Exchange.JSON.valueToTree(footage.facts())));
  }

  @Override
  public Footage result(Asset asset, JsonNode kept) throws IOException {
    MediaFacts facts = Exchange.JSON.treeToValue(kept.get("facts"), MediaFacts.class);
    return new Footage(asset.file(), facts, kept.get("identity").asText());
  }

  private static ObjectNode order(Multipart form) {
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    String method = form.field("method").orElse("");
    order.put("method", method);
    switch (method) {
      case "direct" -> {
        Multipart.Upload upload = form.file().orElseThrow(() -> ApiError.missing("file"));
        order.put("filename", form.field("filename").orElse(upload.name()));
        order.put("type", upload.type());
      }
      case "url" -> {
        String link = form.field("url").orElseThrow(() -> ApiError.missing("url"));
        String url = Sources.link(new Fields(order, ""), link);
        String name = url.replaceAll("[?#].*", "").replaceAll(".*/", "");
        order.put("filename", form.field("filename").orElse(name));
        String type = URLConnection.guessContentTypeFromName(name);
        boolean picture = type != null && type.startsWith(Asset.IMAGE + "/");
        order.put("type", picture ? type : "video/mp4").put("url", url);
      }
      case "" -> throw ApiError.missing("method");
      default -> throw ApiError.invalid("method", "It must be direct or url.");
    }
    return order;
  }

  private static Asset asset(Piece<Footage> piece, ObjectNode order, Path file) {
    return new Asset(
        piece,
        order.get("method").asText(),
        order.get("filename").asText(),
        order.get("type").asText(),
        file,
        Optional.ofNullable(order.get("url")).map(JsonNode::asText));
  }

  private Asset find(String id) {
    return works.shelf().find(id).orElseThrow(() -> ApiError.notExist(id, "assets"));
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
      boolean picture = ready.result().isPicture();
      json.set("technical_metadata", picture ? ofPicture(facts) : technical(facts));
      json.put("size", facts.sizeBytes());
      if (!picture) {
        json.put("duration", (float) facts.durationSec());
      }
    } else if (stage instanceof Stage.Failed<Footage> failed) {
      json.putObject("error").put("message", failed.message());
    }
    return json;
  }

  private static ObjectNode ofPicture(MediaFacts facts) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("file_size_bytes", facts.sizeBytes())
        .put("image_width", facts.width())
        .put("image_height", facts.height());
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
