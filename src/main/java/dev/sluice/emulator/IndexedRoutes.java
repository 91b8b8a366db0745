package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.media.MediaFacts;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The videos of indexes, however they came: {@code /indexes/{id}/indexed-assets}, and what the
 * older {@code /tasks} brings.
 */
final class IndexedRoutes implements Kind<Indexed, IndexedAsset> {
  private static final String COLLECTION = "indexed-assets";

  private final Works<Indexed, IndexedAsset> works;
  private final Indexes indexes;
  private final Sources sources;
  private final Room room;

  IndexedRoutes(Room room, Indexes indexes, Sources sources) {
    this.works = room.works(this);
    this.indexes = indexes;
    this.sources = sources;
    this.room = room;
  }

  void to(Routes routes) {
    String all = "/indexes/{id}/indexed-assets";
    routes
        .paid("POST " + all, Operation.INDEX, 202, this::create)
        .on("GET " + all, this::list)
        .on("GET " + all + "/{id}", this::get)
        .on("PATCH " + all + "/{id}", exchange -> amend(exchange, find(exchange)))
        .on("DELETE " + all + "/{id}", exchange -> delete(exchange, find(exchange)))
        .on("GET /assets/{id}/indexed-assets", this::ofAsset);
  }

  Works<Indexed, IndexedAsset> works() {
    return works;
  }

  /** Whether a video of an index needs an asset. */
  boolean needs(String assetId) {
    return works.shelf().all().stream().anyMatch(video -> isOf(video, assetId));
  }

  private static boolean isOf(IndexedAsset video, String assetId) {
    return video.source().assetId().filter(assetId::equals).isPresent();
  }

  /** The videos of an index, the newest first. */
  List<IndexedAsset> of(String indexId, Predicate<IndexedAsset> wanted) {
    return newest(
        video -> video.indexId().equals(indexId) && !video.isWithdrawn() && wanted.test(video));
  }

  /** The videos of an index that can be searched. */
  List<IndexedAsset> ready(String indexId) {
    return of(indexId, video -> video.indexed().isPresent());
  }

  /** A video of an index. */
  Optional<IndexedAsset> find(Index index, String id) {
    return works
        .shelf()
        .find(id)
        .filter(video -> video.indexId().equals(index.id()) && !video.isWithdrawn());
  }

  /** Some of all there are, the newest first. */
  List<IndexedAsset> newest(Predicate<IndexedAsset> wanted) {
    return works.shelf().page(wanted, new Paging(1, Integer.MAX_VALUE)).rows();
  }

  void removeAll(String indexId) throws IOException {
    for (IndexedAsset video : newest(one -> one.indexId().equals(indexId))) {
      remove(video);
    }
  }

  void remove(IndexedAsset video) throws IOException {
    works.remove(video.piece().id());
    sources.forget(video.source());
  }

  /**
   * Accepts a video.
   *
   * @param order what is needed to have it again: its source and what is kept with it
   */
  IndexedAsset accept(Admission admission, Index index, Source source, ObjectNode order) {
    order.put("index_id", index.id());
    double seconds = room.answers().lengthSec(source).orElse(0);
    admission.asksFor(source.name(), Optional.empty(), seconds);
    return works.accept(admission, order, piece -> video(piece, order, source));
  }

  /** Changes the user metadata as a request says. */
  void amend(Exchange exchange, IndexedAsset video) throws IOException {
    Fields request = new Fields(exchange.json(), "").only(Set.of(UserMetadata.FIELD));
    if (request.object(UserMetadata.FIELD).isEmpty()) {
      throw ApiError.missing(UserMetadata.FIELD);
    }
    ObjectNode merged = UserMetadata.merged(video.userMetadata(), UserMetadata.read(request));
    works.amend(video, change().set(UserMetadata.FIELD, merged));
    exchange.answerDone();
  }

  /** Deletes a video; a task that brought it stays. */
  void delete(Exchange exchange, IndexedAsset video) throws IOException {
    if (video.isOfTask()) {
      works.amend(video, change().put("withdrawn", true));
    } else {
      remove(video);
    }
    exchange.answerDone();
  }

  /** A stored video with its vectors, when they are asked for. */
  JsonNode withExtras(Exchange exchange, IndexedAsset video, ObjectNode json) {
    List<String> options = exchange.queries("embedding_option");
    List<String> known = List.of("visual", "audio", "transcription", "visual-text");
    if (!known.containsAll(options)) {
      throw ApiError.invalid("embedding_option", "It must be visual, audio or transcription.");
    }
    if (!options.isEmpty()) {
      Index index = indexes.get(video.indexId());
      json.set("embedding", video.embedding(options.stream().filter(index::has).toList()));
    }
    if (exchange.query("transcription").orElse("").equals("true")) {
      json.putNull("transcription");
    }
    return json;
  }

  private void create(Exchange exchange, Admission admission) throws IOException {
    Index index = indexes.get(exchange.id(0));
    Fields request =
        new Fields(exchange.json(), "")
            .only(Set.of("asset_id", "enable_video_stream", UserMetadata.FIELD));
    String asset = request.text("asset_id").orElseThrow(() -> ApiError.missing("asset_id"));
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    ObjectNode media = order.putObject("source").put("asset_id", asset);
    Source source = sources.read(new Fields(media, ""), EmbedOrder.RULES);
    order.set(UserMetadata.FIELD, UserMetadata.read(request));
    IndexedAsset video = accept(admission, index, source, order);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("_id", video.piece().id()).put("asset_id", asset);
    exchange.answer(admission.success(), answer);
  }

  private void list(Exchange exchange) throws IOException {
    Index index = indexes.get(exchange.id(0));
    exchange.answer(
        200, Paging.videos(exchange, of(index.id(), Filter.of(exchange)), IndexedAsset::row));
  }

  private void ofAsset(Exchange exchange) throws IOException {
    Paging paging = Paging.of(exchange);
    exchange.answer(
        200,
        paging.answer(
            works.shelf().page(video -> isOf(video, exchange.id(0)), paging),
            video -> {
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              Index index = indexes.get(video.indexId());
              json.put("_id", video.piece().id());
              json.putObject("index").put("_id", index.id()).put("name", index.name());
              return json;
            }));
  }

  private void get(Exchange exchange) throws IOException {
    IndexedAsset video = find(exchange);
    exchange.answer(200, withExtras(exchange, video, video.detail()));
  }

  private IndexedAsset find(Exchange exchange) {
    Index index = indexes.get(exchange.id(0));
    String id = exchange.id(1);
    return find(index, id).orElseThrow(() -> ApiError.notFound(id, COLLECTION));
  }

  private ObjectNode change() {
    return JsonNodeFactory.instance.objectNode().put("at_ms", room.clock().millis());
  }

  @Override
  public Operation operation() {
    return Operation.INDEX;
  }

  @Override
  public String firstWord() {
    return "pending";
  }

  @Override
  public String workingWord() {
    return "indexing";
  }

  @Override
  public IndexedAsset remade(Piece<Indexed> piece, ObjectNode kept) {
    Fields media = new Fields(kept.get("source"), "");
    return video(piece, kept, sources.remembered(media, EmbedOrder.RULES));
  }

  @Override
  public void amended(IndexedAsset video, JsonNode change) {
    video.amend(change);
  }

  @Override
  public Indexed work(IndexedAsset video) throws Exception {
    return room.answers().index(EmbedOrder.ofIndex(video.source(), room.answers().options()));
  }

  @Override
  public String failure() {
    return "The video could not be indexed. Please try again later.";
  }

  @Override
  public Optional<JsonNode> kept(Indexed result) {
    return room.answers()
        .kept(result.embedding())
        .map(
            embedding -> {
              ObjectNode json = JsonNodeFactory.instance.objectNode();
              json.set("facts", Exchange.JSON.valueToTree(result.facts()));
              return json.set("embedding", embedding);
            });
  }

  @Override
  public void settled(IndexedAsset video) throws IOException {
    room.answers().release(video.source());
  }

  @Override
  public Indexed result(IndexedAsset video, JsonNode kept) throws IOException {
    MediaFacts facts = Exchange.JSON.treeToValue(kept.get("facts"), MediaFacts.class);
    return new Indexed(facts, Embedding.read(kept.get("embedding")));
  }

  private static IndexedAsset video(Piece<Indexed> piece, ObjectNode order, Source source) {
    return new IndexedAsset(
        piece,
        order.get("index_id").asText(),
        source,
        order.path("filename").asText(source.name()),
        (ObjectNode) order.get(UserMetadata.FIELD));
  }
}
