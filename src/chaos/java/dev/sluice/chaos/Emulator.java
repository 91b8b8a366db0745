package dev.sluice.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The emulator in a process of its own, which can die and come back at the same address. */
final class Emulator implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final Path logs;
  private final String latency;
  private final int port = Ports.free();
  private Jvm process;

  /**
   * One line of the emulator's log of creates.
   *
   * @param n number of the line
   * @param operation {@code upload}, {@code embed} or {@code analyze}
   * @param id the task's id
   * @param source the link that was sent
   * @param tag the client's own id for it, or empty
   * @param outcome {@code accepted}, or {@code replayed} for a repeat of an idempotency key
   */
  record Create(
      long n, long atMs, String operation, String id, String source, String tag, String outcome) {}

  private Emulator(Path folder, Path logs, String latency) {
    this.folder = folder;
    this.logs = logs;
    this.latency = latency;
  }

  /** Starts an emulator without models, whose tasks take this long: median, or median:p99. */
  static Emulator start(Path folder, Path logs, String latency) throws InterruptedException {
    Emulator emulator = new Emulator(folder, logs, latency);
    emulator.start();
    return emulator;
  }

  /** Starts it again after {@link #kill}; it knows what it knew. */
  void start() throws InterruptedException {
    process =
        Jvm.start(
            new Jvm.Command(
                List.of("-Xmx256m"),
                "dev.sluice.cli.Main",
                List.of(
                    "emulate",
                    "--made-up",
                    "--port",
                    Integer.toString(port),
                    "--state",
                    folder.toString(),
                    "--latency",
                    latency),
                Map.of()),
            logs.resolve("emulator.log"));
    Await.until("the emulator answers", START, this::answers);
  }

  void kill() throws InterruptedException {
    process.kill();
  }

  long pid() {
    return process.pid();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/v1.3";
  }

  /** Makes a share of the creates of an operation go wrong, until it is started again. */
  void fault(String operation, String fault, double share, long seed) throws IOException {
    String body =
        JSON.writeValueAsString(
            Map.of("operation", operation, "fault", fault, "share", share, "seed", seed));
    HttpRequest request =
        HttpRequest.newBuilder(at("/_emulator/faults"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    send(request);
  }

  /** Every create it ever accepted, repeats of idempotency keys included. */
  List<Create> creates() throws IOException {
    List<Create> creates = new ArrayList<>();
    String lines = send(HttpRequest.newBuilder(at("/_emulator/creates?since=0")).build());
    for (String line : lines.lines().toList()) {
      JsonNode json = JSON.readTree(line);
      creates.add(
          new Create(
              json.path("n").asLong(),
              json.path("at_ms").asLong(),
              json.path("operation").asText(),
              json.path("id").asText(),
              json.path("source").asText(),
              json.path("tag").asText(""),
              json.path("outcome").asText()));
    }
    return creates;
  }

  /** What it says about an embed task: {@code ready}, {@code failed}, … */
  String status(Create create) throws IOException {
    String path = create.operation().equals("embed") ? "/embed-v2/tasks/" : "/analyze/tasks/";
    String answer =
        send(
            HttpRequest.newBuilder(URI.create(url() + path + create.id()))
                .header("x-api-key", "chaos")
                .build());
    return JSON.readTree(answer).path("status").asText();
  }

  private boolean answers() {
    try {
      return !send(HttpRequest.newBuilder(at("/_emulator/log")).build()).isEmpty();
    } catch (IOException e) {
      return false;
    }
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private String send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(
            "%s: %d %s".formatted(request.uri(), response.statusCode(), response.body()));
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
