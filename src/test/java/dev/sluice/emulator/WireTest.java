package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WireTest {
  private static EmulatorServer server;
  private static Client client;
  private static String face;

  @BeforeAll
  static void start() throws Exception {
    server = EmulatorServer.start(EmulatorConf.defaults());
    client = new Client(server, "tlk_test");
    face = client.asset(Client.CLIPS.resolve("face_b_00.mp4"), "a-face.mp4");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void wrongKeyIsRefusedInTheDocumentedShape() throws Exception {
    for (String key : new String[] {null, "bad-key"}) {
      Client.Reply reply = new Client(server, key).get("/assets");
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.json().get("code").asText()).isEqualTo("api_key_invalid");
    }
  }

  @Test
  void onlyListedKeysPassWhenThereIsAList() throws Exception {
    try (EmulatorServer strict =
        EmulatorServer.start(EmulatorConf.defaults().withKeys(Set.of("right")))) {
      assertThat(new Client(strict, "right").get("/assets").status()).isEqualTo(200);
      assertThat(new Client(strict, "wrong").get("/assets").status()).isEqualTo(401);
    }
  }

  @Test
  void uploadIsListedByNameAndMeasured() throws Exception {
    JsonNode asset = client.get("/assets/" + face).json();
    assertThat(asset.get("filename").asText()).isEqualTo("a-face.mp4");
    assertThat(asset.get("file_type").asText()).isEqualTo("video/mp4");
    assertThat(asset.get("duration").asDouble()).isCloseTo(5, within(0.1));
    assertThat(asset.at("/technical_metadata/video_codec").asText()).isEqualTo("h264");
    JsonNode listed = client.get("/assets?filename=A-FACE").json();
    assertThat(listed.at("/data/0/_id").asText()).isEqualTo(face);
    assertThat(client.get("/assets?filename=nothing-like-it").json().get("data")).isEmpty();
  }

  @Test
  void unreadableFileBecomesAFailedAsset() throws Exception {
    Path file = Client.CLIPS.resolve("faulty/not_a_video.mp4");
    String id = client.upload(file, "x.mp4").json().get("_id").asText();
    JsonNode asset = client.settled("/assets/" + id);
    assertThat(asset.get("status").asText()).isEqualTo("failed");
    assertThat(asset.at("/error/message").asText()).isNotEmpty();
    Client.Reply embed = client.post("/embed-v2/tasks", embedBody(id, ""));
    assertThat(embed.status()).isEqualTo(400);
    assertThat(embed.json().get("code").asText()).isEqualTo("parameter_invalid");
  }

  @Test
  void deletedAssetIsGone() throws Exception {
    String id = client.asset(Client.CLIPS.resolve("coin_00.mp4"), "c.mp4");
    assertThat(client.delete("/assets/" + id).status()).isEqualTo(200);
    Client.Reply reply = client.get("/assets/" + id);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("code").asText()).isEqualTo("resource_not_exist");
  }

  @Test
  void embeddingHasTheDocumentedShape() throws Exception {
    JsonNode task =
        client.embed(
            face, ",\"segmentation\":{\"strategy\":\"fixed\",\"fixed\":{\"duration_sec\":2}}");
    assertThat(task.get("status").asText()).isEqualTo("ready");
    assertThat(task.at("/metadata/embedding_options")).hasSize(1);
    assertThat(task.at("/metadata/clip_length").asDouble()).isEqualTo(2);
    double end = 0;
    List<String> scopes = new ArrayList<>();
    for (JsonNode entry : task.get("data")) {
      scopes.add(entry.get("embedding_scope").asText());
      assertThat(entry.get("embedding_option").asText()).isEqualTo("visual");
      float[] vector = Client.JSON.convertValue(entry.get("embedding"), float[].class);
      assertThat(vector).hasSize(512);
      assertThat(Unit.cosine(vector, vector)).isCloseTo(1, within(1e-6));
      double square = 0;
      for (float value : vector) {
        square += value * value;
      }
      assertThat(square).isCloseTo(1, within(1e-5));
      if (entry.get("embedding_scope").asText().equals("clip")) {
        assertThat(entry.get("start_sec").asDouble()).isEqualTo(end);
        end = entry.get("end_sec").asDouble();
      }
    }
    assertThat(scopes).containsExactly("clip", "clip", "clip", "asset");
    assertThat(end).isCloseTo(5, within(0.1));
  }

  @Test
  void everyAnswerNamesItsLocalModel() throws Exception {
    assertThat(client.get("/embed-v2/tasks").header("X-Sluice-Emulator"))
        .isEqualTo("mobilenetv2-b10@0748d4f0");
    assertThat(client.get("/analyze/tasks").header("X-Sluice-Emulator"))
        .isEqualTo("centernet-coco80@4718accf");
    assertThat(new Client(server, "bad").get("/assets").header("X-Sluice-Emulator"))
        .contains("mobilenetv2");
  }

  @Test
  void sameIdempotencyKeyGivesTheSameTask() throws Exception {
    long before = server.log().creates(Operation.ANALYZE);
    String body = analyzeBody(face, ",\"custom_id\":\"work-1\"");
    Client.Reply first = client.post("/analyze/tasks", body, "Idempotency-Key", "k1");
    Client.Reply second = client.post("/analyze/tasks", body, "Idempotency-Key", "k1");
    Client.Reply other = client.post("/analyze/tasks", body, "Idempotency-Key", "k2");
    assertThat(first.status()).isEqualTo(202);
    assertThat(second.json().get("task_id")).isEqualTo(first.json().get("task_id"));
    assertThat(other.json().get("task_id")).isNotEqualTo(first.json().get("task_id"));
    assertThat(server.log().creates(Operation.ANALYZE) - before).isEqualTo(2);
    assertThat(server.log().replays(Operation.ANALYZE)).isEqualTo(1);
    JsonNode task = client.settled("/analyze/tasks/" + first.json().get("task_id").asText());
    assertThat(task.get("custom_id").asText()).isEqualTo("work-1");
    assertThat(task.at("/result/data").asText()).startsWith("Measured, not described");
    JsonNode row = client.get("/analyze/tasks?asset_id=" + face).json().at("/data/0");
    assertThat(row.has("result")).isFalse();
    assertThat(row.has("custom_id")).isTrue();
  }

  @Test
  void pagesEndWithAnEmptyOne() throws Exception {
    client.embed(face, "");
    JsonNode first = client.get("/embed-v2/tasks?page=1&page_limit=1").json();
    assertThat(first.get("data")).hasSize(1);
    assertThat(first.at("/data/0/video_embedding/metadata/video_embedding_scope")).hasSize(2);
    int pages = first.at("/page_info/total_page").asInt();
    Client.Reply past = client.get("/embed-v2/tasks?page_limit=1&page=" + (pages + 1));
    assertThat(past.status()).isEqualTo(200);
    assertThat(past.json().get("data")).isEmpty();
    assertThat(client.get("/embed-v2/tasks?page_limit=51").status()).isEqualTo(400);
  }

  @Test
  void unknownTaskIsNotFoundInTheWrappedShape() throws Exception {
    for (String path : List.of("/embed-v2/tasks/", "/analyze/tasks/")) {
      Client.Reply reply = client.get(path + "0123456789abcdef01234567");
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.json().at("/error/message").asText()).contains("0123456789abcdef01234567");
    }
  }

  @Test
  void mediaRulesAreEnforcedWhenATaskIsCreated() throws Exception {
    String id = client.asset(Client.CLIPS.resolve("faulty/too_short.mp4"), "s.mp4");
    Client.Reply embed = client.post("/embed-v2/tasks", embedBody(id, ""));
    assertThat(embed.status()).isEqualTo(400);
    assertThat(embed.json().get("code").asText()).isEqualTo("video_duration_too_short");
    assertThat(client.post("/analyze/tasks", analyzeBody(id, "")).status()).isEqualTo(400);
    String small = client.asset(Client.CLIPS.resolve("faulty/too_small.mp4"), "s.mp4");
    assertThat(client.post("/embed-v2/tasks", embedBody(small, "")).json().get("code").asText())
        .isEqualTo("video_resolution_too_low");
  }

  @Test
  void wrongRequestsAreToldWhatIsWrong() throws Exception {
    assertRefused(client.post("/embed-v2/tasks", "{"), "valid JSON");
    assertRefused(client.post("/embed-v2/tasks", "{\"input_type\":\"text\"}"), "video only");
    assertRefused(
        client.post("/embed-v2/tasks", embedBody("0123456789abcdef01234567", "")),
        "does not exist");
    assertRefused(
        client.post(
            "/embed-v2/tasks", embedBody(face, "").replace("marengo3.0", "Marengo-retrieval-2.7")),
        "marengo3.0 instead");
    assertRefused(
        client.post("/embed-v2/tasks", embedBody(face, ",\"sound\":true")), "video.sound");
    assertRefused(
        client.post("/analyze/tasks", analyzeBody(face, ",\"temperature\":\"hot\"")), "expected");
    assertRefused(
        client.post("/analyze/tasks", analyzeBody(face, ",\"start_time\":0,\"end_time\":2")),
        "4 s or more");
    Client.Reply schema =
        client.post(
            "/analyze/tasks",
            analyzeBody(
                face,
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"object\","
                    + "\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":3}}}}"));
    assertThat(schema.status()).isEqualTo(422);
  }

  @Test
  void exhaustedLimitAnswersWithTheRateHeaders() throws Exception {
    try (EmulatorServer slow =
        EmulatorServer.start(EmulatorConf.defaults().withLimit(Operation.ANALYZE, 2))) {
      Client limited = new Client(slow, "k");
      assertThat(limited.post("/analyze/tasks", "{}").status()).isEqualTo(400);
      assertThat(limited.post("/analyze/tasks", "{}").header("X-RateLimit-Request-Remaining"))
          .isEqualTo("0");
      Client.Reply third = limited.post("/analyze/tasks", "{}");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.json().get("code").asText()).isEqualTo("too_many_requests");
      assertThat(third.header("X-RateLimit-Request-Remaining")).isEqualTo("0");
      assertThat(Long.parseLong(third.header("X-RateLimit-Request-Reset"))).isPositive();
      assertThat(limited.get("/analyze/tasks").status()).isEqualTo(200);
    }
  }

  @Test
  void faultsHappenInOrderAndOnlyAcceptedCreatesCount() throws Exception {
    try (EmulatorServer faulty = EmulatorServer.start(EmulatorConf.defaults())) {
      Client unlucky = new Client(faulty, "k");
      String id = unlucky.asset(Client.CLIPS.resolve("coin_00.mp4"), "c.mp4");
      faulty.faults().next(Operation.EMBED, Fault.SERVER_ERROR, 1);
      faulty.faults().next(Operation.EMBED, Fault.RATE_LIMITED, 1);
      faulty.faults().next(Operation.EMBED, Fault.DROPPED_AFTER, 1);
      faulty.faults().next(Operation.EMBED, Fault.WORK_FAILS, 1);
      assertThat(unlucky.post("/embed-v2/tasks", embedBody(id, "")).status()).isEqualTo(500);
      assertThat(unlucky.post("/embed-v2/tasks", embedBody(id, "")).status()).isEqualTo(429);
      assertThat(faulty.log().creates(Operation.EMBED)).isZero();
      assertThatThrownBy(() -> unlucky.post("/embed-v2/tasks", embedBody(id, "")))
          .isInstanceOf(IOException.class);
      assertThat(faulty.log().creates(Operation.EMBED)).isEqualTo(1);
      JsonNode failed = unlucky.embed(id, "");
      assertThat(failed.get("status").asText()).isEqualTo("failed");
      assertThat(failed.get("data").isNull()).isTrue();
      assertThat(failed.at("/error/message").asText()).isNotEmpty();
      assertThat(unlucky.get("/embed-v2/tasks").json().get("data")).hasSize(2);
    }
  }

  @Test
  void linksAndInlineBytesGiveTheSameVectorsAsAnUpload() throws Exception {
    byte[] bytes = Files.readAllBytes(Client.CLIPS.resolve("face_b_00.mp4"));
    HttpServer files =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext("/clip", exchange -> answer(exchange, "video/mp4", bytes));
    files.createContext("/page", exchange -> answer(exchange, "text/html", new byte[] {'<'}));
    files.start();
    try {
      String base = "http://127.0.0.1:" + files.getAddress().getPort();
      JsonNode uploaded = client.embed(face, "").get("data");
      JsonNode linked = media("{\"url\":\"" + base + "/clip\"}");
      assertThat(linked.get("data")).isEqualTo(uploaded);
      assertThat(linked.at("/metadata/input_url").asText()).isEqualTo(base + "/clip");
      String inline = Base64.getEncoder().encodeToString(bytes);
      assertThat(media("{\"base64_string\":\"" + inline + "\"}").get("data")).isEqualTo(uploaded);
      JsonNode page = media("{\"url\":\"" + base + "/page\"}");
      assertThat(page.get("status").asText()).isEqualTo("failed");
      assertThat(page.at("/error/message").asText()).contains("text/html");
    } finally {
      files.stop(0);
    }
  }

  private static JsonNode media(String source) throws Exception {
    String body = "{\"input_type\":\"video\",\"video\":{\"media_source\":%s}}".formatted(source);
    String id = client.post("/embed-v2/tasks", body).json().get("_id").asText();
    return client.settled("/embed-v2/tasks/" + id);
  }

  private static void answer(HttpExchange exchange, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void logIsReadableWithoutAKeyAndOutsideTheVersion() throws Exception {
    JsonNode log = new Client(server, null).log();
    assertThat(log.at("/creates/upload").asLong()).isPositive();
    assertThat(log.get("requests").asLong()).isPositive();
  }

  private static void assertRefused(Client.Reply reply, String why) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("message").asText()).contains(why);
  }

  private static String embedBody(String asset, String more) {
    return "{\"input_type\":\"video\",\"model_name\":\"marengo3.0\",\"video\":{\"media_source\":"
        + "{\"asset_id\":\"%s\"}%s}}".formatted(asset, more);
  }

  private static String analyzeBody(String asset, String more) {
    return "{\"model_name\":\"pegasus1.5\",\"prompt\":\"What is there?\",\"video\":"
        + "{\"type\":\"asset_id\",\"asset_id\":\"%s\"}%s}".formatted(asset, more);
  }
}
