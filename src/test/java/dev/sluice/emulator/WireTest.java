package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
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
    Client.Reply embed = client.post("/embed-v2/tasks", Client.embedBody(id, ""));
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
    String body = Client.analyzeBody(face, ",\"custom_id\":\"work-1\"");
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
}
