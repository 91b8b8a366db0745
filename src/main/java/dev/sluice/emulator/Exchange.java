package dev.sluice.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request and its answer, in the words of this package. */
final class Exchange {
  static final JsonMapper JSON = new JsonMapper();

  /** What the real service takes as base64 (48 MB encoded), and some room for the rest. */
  private static final int LARGEST_JSON = 52_000_000;

  private final HttpExchange http;
  private final List<String> path;
  private final Map<String, List<String>> query;
  private final Set<Assumption> assumptions;
  private String route;
  private List<String> ids = List.of();
  private ObjectNode json;
  private Optional<Fault> spoiled = Optional.empty();

  Exchange(HttpExchange http, List<String> path, Set<Assumption> assumptions) {
    this.http = http;
    this.path = path;
    this.assumptions = assumptions;
    this.route = http.getRequestMethod() + " /" + String.join("/", path);
    this.query = parsed(http.getRequestURI().getRawQuery());
  }

  String method() {
    return http.getRequestMethod();
  }

  /** Path segments after the version. */
  List<String> path() {
    return path;
  }

  /** Says which route it is for, and the ids in its path. */
  void matched(String name, List<String> inPath) {
    route = name;
    ids = inPath;
  }

  /** The name of its route; of none, method and path as they came. */
  String route() {
    return route;
  }

  /** An id of its path, by position from 0. */
  String id(int position) {
    return ids.get(position);
  }

  boolean assumes(Assumption assumption) {
    return assumptions.contains(assumption);
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(http.getRequestHeaders().getFirst(name)).filter(v -> !v.isBlank());
  }

  Optional<String> query(String name) {
    return queries(name).stream().findFirst();
  }

  List<String> queries(String name) {
    return query.getOrDefault(name, List.of());
  }

  Set<String> queryNames() {
    return query.keySet();
  }

  /** A moment in the query, if it is there. */
  Optional<Instant> instant(String name) {
    try {
      return query(name).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw ApiError.invalid(name, "It must be an RFC 3339 date and time.");
    }
  }

  InputStream body() {
    return http.getRequestBody();
  }

  /** The body as a JSON object; the same one at every call. */
  ObjectNode json() throws IOException {
    if (json == null) {
      json = parsed();
    }
    return json;
  }

  private ObjectNode parsed() throws IOException {
    byte[] bytes = body().readNBytes(LARGEST_JSON + 1);
    if (bytes.length > LARGEST_JSON) {
      throw ApiError.plain(400, "parameter_invalid", "The request body is too large.");
    }
    try {
      JsonNode read = JSON.readTree(bytes);
      if (read == null || !read.isObject()) {
        throw ApiError.plain(400, "parameter_invalid", "The request body is not a JSON object.");
      }
      return (ObjectNode) read;
    } catch (JsonProcessingException e) {
      throw ApiError.plain(400, "parameter_invalid", "The request body is not valid JSON.");
    }
  }

  void answerHeader(String name, String value) {
    http.getResponseHeaders().set(name, value);
  }

  /** Makes the answer that comes after success go wrong. */
  void spoil(Fault fault) {
    spoiled = Optional.of(fault);
  }

  /** Answers; where a fault was scripted, in its way. */
  void answer(int status, JsonNode body) throws IOException {
    if (spoiled.isPresent() && status < 300) {
      Mischief.answer(spoiled.get(), this, status, JSON.writeValueAsBytes(body));
    } else {
      send(status, body);
    }
  }

  /** Answers a refusal. */
  void send(ApiError error) throws IOException {
    boolean wraps = assumes(Assumption.WRAPPED_VALIDATION) && error.status() == 400;
    boolean newer = route.contains("/embed-v2") || route.contains("/analyze/tasks");
    Optional<ObjectNode> body = (wraps && newer ? error.wrapped() : error).body();
    if (body.isPresent()) {
      send(error.status(), body.get());
    } else {
      http.sendResponseHeaders(error.status(), -1);
      http.close();
    }
  }

  /** Answers well. */
  void send(int status, JsonNode body) throws IOException {
    byte[] bytes = JSON.writeValueAsBytes(body);
    try (OutputStream out = begin(status, bytes.length)) {
      out.write(bytes);
    }
  }

  /** Begins an answer of so many bytes; 0 leaves their number open. */
  OutputStream begin(int status, long length) throws IOException {
    if (!http.getResponseHeaders().containsKey("Content-Type")) {
      answerHeader("Content-Type", "application/json");
    }
    http.sendResponseHeaders(status, length);
    return http.getResponseBody();
  }

  /** Closes the connection, whatever was answered so far. */
  void drop() {
    http.close();
  }

  /** Answers with objects, one a line, each as soon as it is there. */
  void answerLines(List<JsonNode> lines) throws IOException {
    answerHeader("Content-Type", "application/x-ndjson");
    if (spoiled.isPresent()) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (JsonNode line : lines) {
        all.writeBytes(line(line));
      }
      Mischief.answer(spoiled.get(), this, 200, all.toByteArray());
      return;
    }
    try (OutputStream out = begin(200, 0)) {
      for (JsonNode line : lines) {
        out.write(line(line));
        out.flush();
      }
    }
  }

  private static byte[] line(JsonNode json) throws IOException {
    return (JSON.writeValueAsString(json) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Answers an update or a delete. */
  void answerDone() throws IOException {
    answerEmpty(assumes(Assumption.NO_CONTENT) ? 204 : 200);
  }

  /** Answers without a body. */
  void answerEmpty(int status) throws IOException {
    if (spoiled.isPresent()) {
      Mischief.answer(spoiled.get(), this, status, new byte[0]);
      return;
    }
    http.sendResponseHeaders(status, -1);
    http.close();
  }

  /** Reads to the end, so that a refused upload sees its answer and not a broken pipe. */
  void discardBody() throws IOException {
    body().transferTo(OutputStream.nullOutputStream());
  }

  private static Map<String, List<String>> parsed(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&")) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        values.computeIfAbsent(decoded(name), key -> new ArrayList<>()).add(decoded(value));
      }
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
