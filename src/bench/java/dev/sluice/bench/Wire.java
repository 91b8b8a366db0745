package dev.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/**
 * The HTTP client that a peer writes in an afternoon: creates, polls, and waits as long as a 429
 * says. Thread-safe.
 */
final class Wire {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  Wire(String url) {
    this.url = url;
  }

  /** The body of an embed create. */
  static String body(Clip clip) {
    ObjectNode json = JSON.createObjectNode();
    json.put("input_type", "video").put("model_name", "marengo3.0");
    json.putObject("video").putObject("media_source").put("url", clip.link());
    return json.toString();
  }

  /** Creates a task from such a body, waiting and trying again as long as the answer is a 429. */
  String create(String body) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> answer = post(body);
      if (answer.statusCode() != 429) {
        return ok(answer).get("_id").asText();
      }
      Thread.sleep(pause(answer).toMillis());
    }
  }

  /** Creates tasks from such a body until a 429 says that nothing is left. */
  void useUp(String body) throws IOException, InterruptedException {
    while (post(body).statusCode() != 429) {
      // Another one.
    }
  }

  /** Polls until the task is ready, and gives its answer. */
  String await(String id, Duration pollEvery) throws IOException, InterruptedException {
    while (true) {
      HttpResponse<String> answer = send(request("/embed-v2/tasks/" + id).GET());
      String status = ok(answer).get("status").asText();
      if (status.equals("ready")) {
        return answer.body();
      }
      if (status.equals("failed")) {
        throw new IOException("task " + id + " failed");
      }
      Thread.sleep(pollEvery.toMillis());
    }
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(
        request("/embed-v2/tasks")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).header("x-api-key", "bench");
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode ok(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  private static Duration pause(HttpResponse<String> throttled) {
    return throttled
        .headers()
        .firstValue("X-RateLimit-Request-Reset")
        .map(reset -> Duration.between(Instant.now(), Instant.ofEpochSecond(Long.parseLong(reset))))
        .filter(wait -> wait.compareTo(BACKOFF) > 0)
        .orElse(BACKOFF);
  }
}
