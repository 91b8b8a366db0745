package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Searches: {@code POST /search} ranks the clips of an index by the cosine of their stored vectors
 * with the vector of the query; {@code GET /search/{id}} gives the next pages. A picture finds what
 * looks like it. The vector of a text is made up: the same text gets the same ranks, which mean
 * nothing. Local models find nothing by sound or speech. Pages do not survive a restart.
 */
final class SearchRoutes {
  private static final Duration PAGES_LAST = Duration.ofMinutes(15);
  private static final long LARGEST_PICTURE = 32L << 20;
  private static final Pattern TOKEN = Pattern.compile("([0-9a-f]{32})-(\\d{1,6})");

  private final Room room;
  private final Indexes indexes;
  private final IndexedRoutes indexed;
  private final Store store;
  private final Now now;
  private final Map<String, Found> searches = new ConcurrentHashMap<>();

  SearchRoutes(Room room, Indexes indexes, IndexedRoutes indexed, Store store, Now now) {
    this.room = room;
    this.indexes = indexes;
    this.indexed = indexed;
    this.store = store;
    this.now = now;
  }

  private record Hit(IndexedAsset video, Span clip, double near) {}

  void to(Routes routes) {
    routes
        .paid("POST /search", Operation.SEARCH, 200, this::search)
        .on("GET /search/{id}", this::page);
  }

  private void search(Exchange exchange, Admission admission) throws IOException {
    Path target = store.fresh();
    try {
      Multipart form =
          Multipart.read(
              exchange.header("Content-Type").orElse(""),
              exchange.body(),
              "query_media_file",
              target,
              LARGEST_PICTURE);
      Index index =
          indexes.get(form.field("index_id").orElseThrow(() -> ApiError.missing("index_id")));
      SearchOrder order = SearchOrder.read(form, index);
      float[] query = query(exchange, form, order);
      Found found = found(index, order, query);
      admission.asksFor(index.name(), Optional.empty(), 0);
      admission.answered(room.log(), found.token());
      searches.values().removeIf(old -> old.expires().isBefore(room.clock().instant()));
      searches.put(found.token(), found);
      exchange.answer(admission.success(), found.page(0, order.metadata()));
    } finally {
      store.drop(target);
    }
  }

  private void page(Exchange exchange) throws IOException {
    Matcher token = TOKEN.matcher(exchange.id(0));
    Found found = token.matches() ? searches.get(token.group(1)) : null;
    int page = found == null ? 0 : Integer.parseInt(token.group(2));
    if (found == null || found.expires().isBefore(room.clock().instant()) || !found.hasPage(page)) {
      throw ApiError.pageGone();
    }
    boolean metadata = exchange.query("include_user_metadata").orElse("").equals("true");
    exchange.answer(200, found.page(page, metadata));
  }

  private float[] query(Exchange exchange, Multipart form, SearchOrder order) throws IOException {
    List<Source> pictures = new ArrayList<>();
    form.file().ifPresent(file -> pictures.add(new Source.Inline(file.path())));
    for (String url : form.all("query_media_url")) {
      Fields at = new Fields(JsonNodeFactory.instance.objectNode(), "query_media");
      pictures.add(new Source.Link(Sources.link(at, url)));
    }
    if (!pictures.isEmpty() && !form.field("query_media_type").orElse("").equals("image")) {
      throw ApiError.invalid("query_media_type", "It must be image.");
    }
    List<float[]> vectors = new ArrayList<>();
    order.text().ifPresent(text -> vectors.add(MadeUpAnswers.text(EmbedOrder.MODEL, text)));
    for (Source picture : pictures) {
      vectors.add(now.done(picture, () -> room.answers().picture(picture)));
    }
    if (vectors.isEmpty()) {
      throw ApiError.missing("query_text");
    }
    now.servedBy(exchange, true, order.text().isPresent());
    return Unit.mean(vectors, Embedding.DIMENSION);
  }

  private Found found(Index index, SearchOrder order, float[] query) {
    List<IndexedAsset> videos = indexed.ready(index.id()).stream().filter(order.filter()).toList();
    List<Hit> hits = new ArrayList<>();
    videos.forEach(video -> hits.addAll(hits(video, order, query)));
    hits.sort(
        Comparator.comparingDouble(Hit::near)
            .reversed()
            .thenComparing(hit -> hit.video().piece().id())
            .thenComparing(hit -> hit.clip().startSec()));
    List<Found.Row> clips = new ArrayList<>();
    for (Hit hit : hits) {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("rank", clips.size() + 1);
      json.put("start", (float) hit.clip().startSec())
          .put("end", (float) hit.clip().endSec())
          .put("video_id", hit.video().piece().id());
      clips.add(new Found.Row(json, hit.video()));
    }
    ObjectNode pool = JsonNodeFactory.instance.objectNode().put("total_count", videos.size());
    pool.put("total_duration", videos.stream().mapToDouble(IndexedAsset::durationSec).sum())
        .put("index_id", index.id());
    Instant expires = room.clock().instant().plus(PAGES_LAST);
    String token = UUID.randomUUID().toString().replace("-", "");
    return order.byVideo()
        ? new Found(
            token,
            expires,
            pool,
            Found.byVideo(clips, order.metadata()),
            clips.size(),
            order.limit())
        : new Found(token, expires, pool, clips, -1, order.limit());
  }

  /** The clips of a video, each as near as the nearest of its vectors that are looked at. */
  private static List<Hit> hits(IndexedAsset video, SearchOrder order, float[] query) {
    Map<Span, List<Embedding.Entry>> byClip = new LinkedHashMap<>();
    for (Embedding.Entry entry : video.vectors()) {
      if (order.options().contains(entry.option())) {
        byClip.computeIfAbsent(entry.span(), clip -> new ArrayList<>()).add(entry);
      }
    }
    List<Hit> hits = new ArrayList<>();
    byClip.forEach(
        (clip, entries) -> {
          if (!order.all() || entries.size() == order.options().size()) {
            double nearest =
                entries.stream()
                    .mapToDouble(entry -> Unit.cosine(query, entry.vector()))
                    .max()
                    .orElseThrow();
            hits.add(new Hit(video, clip, nearest));
          }
        });
    return hits;
  }
}
