package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Uploads in parts: {@code /assets/multipart-uploads}, and where the parts are sent. */
final class UploadRoutes {
  /** The first word of the path of a part: outside the API, without a key. */
  static final String PARTS = "parts";

  private static final String COLLECTION = "multipart-uploads";
  private static final long LARGEST_FILE = 10L << 30;
  private static final long LARGEST_IMAGE = 32L << 20;
  private static final int MOST_AT_ONCE = 50;

  /** The first answer need not hold the links of all parts. */
  private static final int FIRST_LINKS = 10;

  private static final Duration LINK_LIFE = Duration.ofHours(1);

  private final Uploads uploads;
  private final AssetRoutes assets;
  private final Meter meter;

  UploadRoutes(Uploads uploads, AssetRoutes assets, Meter meter) {
    this.uploads = uploads;
    this.assets = assets;
    this.meter = meter;
  }

  void to(Routes routes) {
    String all = "/assets/" + COLLECTION;
    routes
        .on("POST " + all, this::begin)
        .on("GET " + all, this::list)
        .on("GET " + all + "/{id}", this::get)
        .on("POST " + all + "/{id}", this::report)
        .on("POST " + all + "/{id}/presigned-urls", this::moreLinks)
        .open("PUT /" + PARTS + "/{id}/{id}", this::part);
  }

  private void begin(Exchange exchange) throws IOException {
    meter.request(exchange, Operation.UPLOAD);
    Fields order =
        new Fields(exchange.json(), "")
            .only(
                Set.of(
                    "filename",
                    "type",
                    "total_size",
                    "enable_hls",
                    "enable_thumbnail",
                    "user_metadata"));
    String filename = order.text("filename").orElseThrow(() -> ApiError.missing("filename"));
    if (filename.isEmpty() || filename.length() > 255) {
      throw ApiError.invalid("filename", "It must have 1 to 255 characters.");
    }
    String type = order.text("type").orElseThrow(() -> ApiError.missing("type"));
    if (!Set.of("video", "audio", "image").contains(type)) {
      throw ApiError.invalid("type", "It must be video, audio or image.");
    }
    long most = type.equals("image") ? LARGEST_IMAGE : LARGEST_FILE;
    long bytes =
        (long)
            order
                .number("total_size", 1, (double) most)
                .orElseThrow(() -> ApiError.missing("total_size"));
    UploadSession session = uploads.begin(filename, bytes);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("upload_id", session.promise().id()).put("asset_id", session.promise().assetId());
    json.set("upload_urls", links(exchange, session, 1, FIRST_LINKS));
    json.putObject("upload_headers");
    json.put("chunk_size", UploadSession.CHUNK_BYTES)
        .put("total_chunks", session.chunks())
        .put("expires_at", session.expiresAt().toString());
    exchange.answer(201, json);
  }

  private void list(Exchange exchange) throws IOException {
    Paging paging = Paging.of(exchange);
    Instant now = uploads.now();
    exchange.answer(
        200,
        paging.answer(
            paged(uploads.incomplete(), paging),
            session ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("upload_id", session.promise().id())
                    .put("status", session.status(now))
                    .put("total_size", session.promise().totalBytes())
                    .put("chunk_size", UploadSession.CHUNK_BYTES)
                    .put("total_chunks", session.chunks())
                    .put("created_at", moment(session.promise().createdMs()))
                    .put("expires_at", session.expiresAt().toString())));
  }

  private void get(Exchange exchange) throws IOException {
    String id = exchange.id(0);
    UploadSession session = find(id);
    Paging paging = Paging.of(exchange);
    List<Integer> finished = session.finished();
    ObjectNode page =
        paging.answer(
            paged(finished, paging),
            index -> {
              UploadSession.Part part = session.part(index);
              return JsonNodeFactory.instance
                  .objectNode()
                  .put("index", index)
                  .put("status", "completed")
                  .put("uploaded_at", moment(part.atMs()))
                  .put("updated_at", moment(part.updatedMs()));
            });
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("upload_id", id).put("status", session.status(uploads.now()));
    json.set("uploaded_chunks", page.get("data"));
    json.put("chunks_completed", finished.size())
        .put("chunks_failed", 0)
        .put("chunks_pending", session.chunks() - finished.size());
    json.set("page_info", page.get("page_info"));
    json.put("total_size", session.promise().totalBytes())
        .put("uploaded_size", finished.stream().mapToLong(session::bytes).sum())
        .put("created_at", moment(session.promise().createdMs()))
        .put("updated_at", moment(session.updatedMs()));
    exchange.answer(200, json);
  }

  private void moreLinks(Exchange exchange) throws IOException {
    String id = exchange.id(0);
    UploadSession session = active(id);
    Fields asked = new Fields(exchange.json(), "").only(Set.of("start", "count"));
    int start = whole(asked, "start", session.chunks());
    int count = whole(asked, "count", MOST_AT_ONCE);
    ArrayNode links = links(exchange, session, start, count);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("upload_id", id).put("start_index", start).put("count", links.size());
    json.set("upload_urls", links);
    json.put("generated_at", uploads.now().toString())
        .put("expires_at", uploads.now().plus(LINK_LIFE).toString());
    exchange.answer(200, json);
  }

  /** Takes a sender's word that parts are complete; with the last one the asset begins. */
  private void report(Exchange exchange) throws IOException {
    String id = exchange.id(0);
    Fields body = new Fields(exchange.json(), "").only(Set.of("completed_chunks"));
    JsonNode chunks = body.json().path("completed_chunks");
    if (!chunks.isArray() || chunks.isEmpty() || chunks.size() > MOST_AT_ONCE) {
      throw ApiError.invalid("completed_chunks", "It must hold 1 to 50 chunks.");
    }
    UploadSession session = find(id);
    List<Integer> indexes = new ArrayList<>();
    for (JsonNode chunk : chunks) {
      indexes.add(proven(session, new Fields(chunk, "completed_chunks")));
    }
    int fresh;
    // Two reports must not both see a part missing that the other one brings.
    synchronized (session) {
      if (session.completesWith(indexes)) {
        assets.accept(session, new Admission(exchange, Operation.UPLOAD, 200, meter));
      }
      fresh = uploads.report(active(id), indexes);
    }
    exchange.answer(
        200,
        JsonNodeFactory.instance
            .objectNode()
            .put("asset_id", session.promise().assetId())
            .put("processed_chunks", fresh)
            .put("duplicate_chunks", indexes.size() - fresh)
            .put("total_completed", session.finished().size()));
  }

  /** Takes the bytes of a part from whoever knows its link; there is no key here. */
  private void part(Exchange exchange) throws IOException {
    String link = exchange.query("link").orElse("");
    Optional<UploadSession> found =
        exchange.id(1).matches("\\d{1,6}") ? uploads.find(exchange.id(0)) : Optional.empty();
    int index = found.isPresent() ? Integer.parseInt(exchange.id(1)) : 0;
    if (found.isEmpty()
        || !found.get().status(uploads.now()).equals("active")
        || !found.get().admits(index, link, uploads.now())) {
      throw ApiError.plain(403, "access_denied", "The link is unknown, used or expired.");
    }
    UploadSession session = found.get();
    String proof =
        PartFile.write(exchange.body(), session.file(), session.offset(index), session.bytes(index))
            .orElseThrow(
                () ->
                    ApiError.plain(
                        400,
                        "incomplete_body",
                        "The part %d has %d bytes.".formatted(index, session.bytes(index))));
    uploads.received(session, index, proof, link);
    exchange.answerHeader("ETag", "\"" + proof + "\"");
    exchange.answerEmpty(200);
  }

  private ArrayNode links(Exchange exchange, UploadSession session, int start, int count) {
    Instant expiresAt = uploads.now().plus(LINK_LIFE);
    ArrayNode links = JsonNodeFactory.instance.arrayNode();
    for (int index = start; session.holds(index) && index < start + count; index++) {
      links
          .addObject()
          .put("chunk_index", index)
          .put(
              "url",
              "http://%s/parts/%s/%s?link=%s"
                  .formatted(
                      exchange.header("Host").orElse("127.0.0.1"),
                      session.promise().id(),
                      index,
                      session.link(index, expiresAt)))
          .put("expires_at", expiresAt.toString());
    }
    return links;
  }

  private static int proven(UploadSession session, Fields chunk) {
    chunk.only(Set.of("chunk_index", "proof", "proof_type", "chunk_size"));
    int index = whole(chunk, "chunk_index", session.chunks());
    String proof =
        chunk
            .text("proof")
            .orElseThrow(() -> ApiError.missing(chunk.at("proof")))
            .replace("\"", "");
    if (!chunk.text("proof_type").orElse("").equals("etag")) {
      throw ApiError.invalid(chunk.at("proof_type"), "It must be etag.");
    }
    int bytes = whole(chunk, "chunk_size", UploadSession.CHUNK_BYTES);
    if (bytes != session.bytes(index) || !session.proves(index, proof)) {
      throw ApiError.invalid(
          chunk.at("proof"), "The bytes of chunk %d are not here.".formatted(index));
    }
    return index;
  }

  private static int whole(Fields fields, String name, int most) {
    double number =
        fields.number(name, 1, most).orElseThrow(() -> ApiError.missing(fields.at(name)));
    if (number != Math.rint(number)) {
      throw ApiError.invalid(fields.at(name), "It must be a whole number.");
    }
    return (int) number;
  }

  private UploadSession active(String id) {
    UploadSession session = find(id);
    if (session.status(uploads.now()).equals("expired")) {
      throw ApiError.plain(
          400, "parameter_invalid", "The upload session %s has expired.".formatted(id));
    }
    return session;
  }

  private UploadSession find(String id) {
    return uploads
        .find(id)
        .orElseThrow(
            () ->
                ApiError.plain(
                    404,
                    "resource_not_exist",
                    "Resource with id %s does not exist in %s.".formatted(id, COLLECTION)));
  }

  private static <T> Shelf.Page<T> paged(List<T> all, Paging paging) {
    List<T> rows = all.stream().skip(paging.skipped()).limit(paging.limit()).toList();
    return new Shelf.Page<>(rows, all.size());
  }

  private static String moment(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}
