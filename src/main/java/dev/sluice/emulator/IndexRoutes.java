package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Indexes: {@code /indexes}. */
final class IndexRoutes {
  private final Indexes indexes;
  private final IndexedRoutes indexed;

  IndexRoutes(Indexes indexes, IndexedRoutes indexed) {
    this.indexes = indexes;
    this.indexed = indexed;
  }

  void to(Routes routes) {
    routes
        .on("POST /indexes", this::create)
        .on("GET /indexes", this::list)
        .on(
            "GET /indexes/{id}",
            exchange -> exchange.answer(200, shown(indexes.get(exchange.id(0)))))
        .on("PUT /indexes/{id}", this::rename)
        .on("DELETE /indexes/{id}", this::delete);
  }

  private void create(Exchange exchange) throws IOException {
    Fields request = new Fields(exchange.json(), "").only(Set.of("index_name", "models", "addons"));
    String name = name(request);
    List<String> addons = request.words("addons", List.of("thumbnail"), List.of());
    Index index = indexes.add(name, options(request), addons);
    exchange.answer(201, JsonNodeFactory.instance.objectNode().put("_id", index.id()));
  }

  private void list(Exchange exchange) throws IOException {
    Optional<Instant> created = exchange.instant("created_at");
    Optional<Instant> updated = exchange.instant("updated_at");
    List<String> options =
        exchange.query("model_options").map(text -> List.of(text.split(","))).orElse(List.of());
    Predicate<Index> wanted =
        index ->
            exchange.query("index_name").orElse(index.name()).equals(index.name())
                && exchange.query("model_family").orElse("marengo").equals("marengo")
                && index.options().containsAll(options)
                && created.stream().allMatch(at -> index.createdMs() >= at.toEpochMilli())
                && updated.stream().allMatch(at -> index.updatedMs() >= at.toEpochMilli());
    List<Index> found = indexes.newestFirst().stream().filter(wanted).toList();
    exchange.answer(
        200,
        Paging.sorted(exchange, found, Comparator.comparingLong(Index::updatedMs), this::shown));
  }

  private void rename(Exchange exchange) throws IOException {
    Fields request = new Fields(exchange.json(), "").only(Set.of("index_name"));
    indexes.rename(exchange.id(0), name(request));
    exchange.answerDone();
  }

  /** Forgets the videos first: a stop in between leaves an index with fewer videos. */
  private void delete(Exchange exchange) throws IOException {
    Index index = indexes.get(exchange.id(0));
    indexed.removeAll(index.id());
    indexes.remove(index.id());
    exchange.answerDone();
  }

  private JsonNode shown(Index index) {
    List<IndexedAsset> videos = indexed.ready(index.id());
    ObjectNode json = index.shown();
    json.put("total_duration", videos.stream().mapToDouble(IndexedAsset::durationSec).sum());
    return json.put("video_count", videos.size());
  }

  private static String name(Fields request) {
    String name = request.text("index_name").orElseThrow(() -> ApiError.missing("index_name"));
    if (name.isBlank()) {
      throw ApiError.invalid("index_name", "It must not be empty.");
    }
    return name;
  }

  private static List<String> options(Fields request) {
    JsonNode models = request.json().path("models");
    if (!models.isArray() || models.isEmpty()) {
      throw ApiError.missing("models");
    }
    if (models.size() > 1) {
      throw ApiError.invalid("models", "marengo3.0 is the only model of an index; name it once.");
    }
    if (!models.get(0).isObject()) {
      throw ApiError.invalid("models", "It must hold objects.");
    }
    Fields model = new Fields(models.get(0), "models").only(Set.of("model_name", "model_options"));
    checkModel(model.text("model_name").orElseThrow(() -> ApiError.missing("models.model_name")));
    if (!model.json().has("model_options")) {
      throw ApiError.missing("models.model_options");
    }
    return model.words("model_options", List.of("visual", "audio"), List.of());
  }

  private static void checkModel(String model) {
    if (model.equals(EmbedOrder.MODEL)) {
      return;
    }
    boolean sunset =
        model.toLowerCase(Locale.ROOT).matches("pegasus-?1\\.[12]|marengo-?(retrieval-)?2\\.[67]");
    throw ApiError.invalid(
        "model_name",
        sunset
            ? model + " has been sunset. Please use marengo3.0 instead."
            : model + " is not a model of an index; the only one is marengo3.0.");
  }
}
