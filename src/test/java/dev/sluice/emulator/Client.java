package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A plain HTTP client: nothing of ours between the test and the wire. */
final class Client {
  static final JsonMapper JSON = new JsonMapper();
  static final Path CLIPS = Path.of("jobs/demo/clips");

  private final String baseUrl;
  private final String key;
  private final HttpClient http = HttpClient.newHttpClient();

  Client(EmulatorServer server, String key) {
    this(server.baseUrl(), key);
  }

  Client(String baseUrl, String key) {
    this.baseUrl = baseUrl;
    this.key = key;
  }

  record Reply(int status, JsonNode json, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(e -> e.getKey().equalsIgnoreCase(name))
          .map(e -> e.getValue().get(0))
          .findFirst()
          .orElse(null);
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /** Asks the admin routes, outside the version and without a key. */
  String admin(String method, String path, String body) throws IOException, InterruptedException {
    URI uri = URI.create(baseUrl.replace("/v1.3", "/_emulator" + path));
    return http.send(
            HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The counters, outside the version and without a key. */
  JsonNode log() throws IOException, InterruptedException {
    URI log = URI.create(baseUrl.replace("/v1.3", "/_emulator/log"));
    return send(HttpRequest.newBuilder(log)).json();
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  Reply post(String path, String body, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    return send(headers.length == 0 ? builder : builder.headers(headers));
  }

  Reply put(String path, String body) throws IOException, InterruptedException {
    return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  Reply patch(String path, String body) throws IOException, InterruptedException {
    return send(request(path).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Sends a form of names and values; a name that starts with {@code @} is a file. */
  Reply form(String path, String... namesAndValues) throws IOException, InterruptedException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      boolean file = name.startsWith("@");
      form.writeBytes(
          text(
              "--xyz\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n"
                  .formatted(
                      file ? name.substring(1) : name,
                      file ? "; filename=\"%s\"".formatted(Path.of(value).getFileName()) : "")));
      form.writeBytes(file ? Files.readAllBytes(Path.of(value)) : text(value));
      form.writeBytes(text("\r\n"));
    }
    form.writeBytes(text("--xyz--\r\n"));
    return send(
        request(path)
            .header("Content-Type", "multipart/form-data; boundary=xyz")
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())));
  }

  /** The body as it came. */
  String text(String path, String body) throws IOException, InterruptedException {
    return http.send(
            request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** Makes an index; gives its id. */
  String index(String name) throws IOException, InterruptedException {
    return post("/indexes", indexBody(name)).json().get("_id").asText();
  }

  static String indexBody(String name) {
    return ("{\"index_name\":\"%s\",\"models\":[{\"model_name\":\"marengo3.0\","
            + "\"model_options\":[\"visual\",\"audio\"]}]}")
        .formatted(name);
  }

  /** Uploads a link and waits until it is ready; gives its id. */
  String linked(String url) throws IOException, InterruptedException {
    String id = form("/assets", "method", "url", "url", url).json().get("_id").asText();
    assertReady(settled("/assets/" + id));
    return id;
  }

  /** Brings an asset into an index and waits; gives the id of the video. */
  String indexed(String index, String asset, String more) throws IOException, InterruptedException {
    String path = "/indexes/" + index + "/indexed-assets";
    Reply reply = post(path, "{\"asset_id\":\"%s\"%s}".formatted(asset, more));
    String id = reply.json().get("_id").asText();
    assertReady(settled(path + "/" + id));
    return id;
  }

  Reply upload(Path file, String name) throws IOException, InterruptedException {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        text("--xyz\r\nContent-Disposition: form-data; name=\"method\"\r\n\r\ndirect\r\n"));
    form.writeBytes(
        text(
            "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + name
                + "\"\r\nContent-Type: video/mp4\r\n\r\n"));
    form.writeBytes(Files.readAllBytes(file));
    form.writeBytes(text("\r\n--xyz--\r\n\r\n"));
    return send(
        request("/assets")
            .header("Content-Type", "multipart/form-data; boundary=xyz")
            .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray())));
  }

  /** Uploads a file and waits until it is ready; gives its id. */
  String asset(Path file, String name) throws IOException, InterruptedException {
    String id = upload(file, name).json().get("_id").asText();
    assertReady(settled("/assets/" + id));
    return id;
  }

  /** Asks for vectors and waits; gives the finished task. */
  JsonNode embed(String asset, String video) throws IOException, InterruptedException {
    String id = post("/embed-v2/tasks", embedBody(asset, video)).json().get("_id").asText();
    return settled("/embed-v2/tasks/" + id);
  }

  /** Asks a question and waits; gives the finished task. */
  JsonNode analyze(String body) throws IOException, InterruptedException {
    String id = post("/analyze/tasks", body).json().get("task_id").asText();
    return settled("/analyze/tasks/" + id);
  }

  /** Looks until it is ready or failed. */
  JsonNode settled(String path) throws IOException, InterruptedException {
    for (int look = 0; look < 3000; look++) {
      JsonNode json = get(path).json();
      String status = json.get("status").asText();
      if (status.equals("ready") || status.equals("failed")) {
        return json;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(path + " was not settled in 30 s");
  }

  /** A request for vectors of an asset. */
  static String embedBody(String asset, String more) {
    return "{\"input_type\":\"video\",\"model_name\":\"marengo3.0\",\"video\":{\"media_source\":"
        + "{\"asset_id\":\"%s\"}%s}}".formatted(asset, more);
  }

  /** A request for vectors of a link. */
  static String embedLink(String url, String more) {
    return "{\"input_type\":\"video\",\"model_name\":\"marengo3.0\",\"video\":{\"media_source\":"
        + "{\"url\":\"%s\"}%s}}".formatted(url, more);
  }

  /** A question about a link, with labels to choose from. */
  static String analyzeLink(String url, String... labels) {
    return "{\"model_name\":\"pegasus1.5\",\"prompt\":\"Which one?\",\"video\":{\"type\":\"url\","
        + "\"url\":\"%s\"},\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{"
            .formatted(url)
        + "\"type\":\"object\",\"properties\":{\"label\":{\"type\":\"string\",\"enum\":[\"%s\"]}}}}}"
            .formatted(String.join("\",\"", labels));
  }

  /** A question about an asset. */
  static String analyzeBody(String asset, String more) {
    return "{\"model_name\":\"pegasus1.5\",\"prompt\":\"What is there?\",\"video\":"
        + "{\"type\":\"asset_id\",\"asset_id\":\"%s\"}%s}".formatted(asset, more);
  }

  private static void assertReady(JsonNode json) {
    if (!json.get("status").asText().equals("ready")) {
      throw new AssertionError(json.toString());
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(baseUrl + path));
    return key == null ? builder : builder.header("x-api-key", key);
  }

  private Reply send(HttpRequest.Builder builder) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    String body = response.body().isEmpty() ? "null" : response.body();
    return new Reply(response.statusCode(), JSON.readTree(body), response.headers().map());
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
