package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Indexes and the videos in them, over the wire. */
class IndexesTest {
  private static EmulatorServer server;
  private static Client client;
  private static String index;
  private static String shortAsset;
  private static String shortVideo;
  private static String longVideo;

  @BeforeAll
  static void start() throws Exception {
    server = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
    client = new Client(server, "k");
    index = client.index("shared");
    shortAsset = client.linked("http://example.org/short.mp4?seconds=10");
    shortVideo =
        client.indexed(index, shortAsset, ",\"user_metadata\":{\"kind\":\"a\",\"rating\":9.5}");
    String asset = client.linked("http://example.org/long.mp4?seconds=100");
    longVideo = client.indexed(index, asset, "");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void indexIsShownAsDocumentedAndRenamed() throws Exception {
    Client.Reply made = client.post("/indexes", Client.indexBody("plain"));
    assertThat(made.status()).isEqualTo(201);
    String path = "/indexes/" + made.json().get("_id").asText();
    JsonNode shown = client.get(path).json();
    List<String> fields = new ArrayList<>();
    shown.fieldNames().forEachRemaining(fields::add);
    assertThat(fields)
        .containsExactlyInAnyOrder(
            "_id",
            "created_at",
            "updated_at",
            "expires_at",
            "index_name",
            "total_duration",
            "video_count",
            "models",
            "addons");
    assertThat(client.put(path, "{\"index_name\":\"other\"}").status()).isEqualTo(200);
    assertThat(client.get(path).json().get("index_name").asText()).isEqualTo("other");
    assertThat(
            client.get("/indexes?index_name=other").json().at("/page_info/total_results").asInt())
        .isEqualTo(1);
    assertThat(client.delete(path).status()).isEqualTo(200);
    assertRefused(client.get(path), 400, "resource_not_exist", "indexes");
  }

  @Test
  void indexCountsWhatIsReadyInIt() throws Exception {
    JsonNode shown = client.get("/indexes/" + index).json();
    assertThat(shown.get("video_count").asInt()).isEqualTo(2);
    assertThat(shown.get("total_duration").asDouble()).isCloseTo(110, within(0.01));
  }

  @Test
  void wrongIndexesAreToldWhatIsWrong() throws Exception {
    String body = Client.indexBody("wrong");
    assertRefused(
        client.post("/indexes", Client.indexBody("shared")),
        400,
        "index_name_already_exists",
        "shared");
    for (String gone : List.of("pegasus1.2", "marengo2.7", "Marengo-retrieval-2.7")) {
      assertRefused(
          client.post("/indexes", body.replace("marengo3.0", gone)),
          400,
          "parameter_invalid",
          gone + " has been sunset");
    }
    assertRefused(
        client.post("/indexes", body.replace("marengo3.0", "marengo3.5")),
        400,
        "parameter_invalid",
        "the only one is marengo3.0");
    assertRefused(
        client.post("/indexes", "{\"index_name\":\"x\"}"), 400, "parameter_not_provided", "models");
    assertRefused(
        client.post("/indexes", body.replace("\"audio\"", "\"conversation\"")),
        400,
        "parameter_invalid",
        "conversation");
  }

  @Test
  void indexedAssetGoesThroughItsStatesAndKeepsItsVectors() throws Exception {
    EmulatorConf slow =
        EmulatorConf.defaults().withMadeUpAnswers().withLatency(Duration.ofHours(1));
    try (EmulatorServer other = EmulatorServer.start(slow)) {
      Client waiting = new Client(other, "k");
      String asset =
          waiting
              .form("/assets", "method", "url", "url", "http://e.org/a.mp4")
              .json()
              .get("_id")
              .asText();
      Client.Reply early =
          waiting.post(
              "/indexes/%s/indexed-assets".formatted(waiting.index("i")),
              "{\"asset_id\":\"%s\"}".formatted(asset));
      assertRefused(early, 400, "parameter_invalid", "not ready");
    }
    String path = "/indexes/%s/indexed-assets/%s".formatted(index, shortVideo);
    JsonNode plain = client.get(path).json();
    assertThat(plain.get("asset_id").asText()).isEqualTo(shortAsset);
    assertThat(plain.has("embedding")).isFalse();
    assertThat(plain.has("indexed_at")).isTrue();
    JsonNode segments =
        client
            .get(path + "?embedding_option=visual&embedding_option=audio")
            .json()
            .at("/embedding/video_embedding/segments");
    double end = 0;
    for (JsonNode segment : segments) {
      // One option after the other.
      end = segment.get("start_offset_sec").asDouble() == 0 ? 0 : end;
      assertThat(segment.get("float")).hasSize(512);
      assertThat(segment.get("start_offset_sec").asDouble()).isEqualTo(end);
      end = segment.get("end_offset_sec").asDouble();
    }
    assertThat(end).isEqualTo(10);
    assertRefused(
        client.get(path + "?embedding_option=smell"), 400, "parameter_invalid", "transcription");
    assertRefused(
        client.get("/indexes/%s/indexed-assets/0123".formatted(index)),
        404,
        "resource_not_exist",
        "0123");
  }

  @Test
  void listsTakeRangesValuesStatusAndUserMetadata() throws Exception {
    for (String view : List.of("videos", "indexed-assets")) {
      String path = "/indexes/%s/%s".formatted(index, view);
      assertThat(ids(path)).containsExactly(longVideo, shortVideo);
      assertThat(ids(path + "?sort_option=asc")).containsExactly(shortVideo, longVideo);
      assertThat(ids(path + "?duration%5Bgte%5D=50")).containsExactly(longVideo);
      assertThat(ids(path + "?duration%5Blte%5D=50")).containsExactly(shortVideo);
      assertThat(ids(path + "?width=1280&filename=short.mp4")).containsExactly(shortVideo);
      assertThat(ids(path + "?kind=a")).containsExactly(shortVideo);
      assertThat(ids(path + "?rating=9.50")).containsExactly(shortVideo);
      assertThat(ids(path + "?kind=b")).isEmpty();
      assertThat(ids(path + "?created_at=2100-01-01T00:00:00Z")).isEmpty();
      assertThat(ids(path + "?page_limit=1&page=2")).containsExactly(shortVideo);
      assertThat(ids(path + "?page_limit=1&page=3")).isEmpty();
    }
    String path = "/indexes/%s/indexed-assets".formatted(index);
    assertThat(ids(path + "?status=failed")).isEmpty();
    assertThat(ids(path + "?status=failed&status=ready")).hasSize(2);
    assertRefused(client.get(path + "?duration%5Bgte%5D=long"), 400, "parameter_invalid", "number");
  }

  @Test
  void userMetadataIsMergedAndANullDeletesAKey() throws Exception {
    String own = client.index("userMetadataIsMergedAndANullDeletesAKey");
    String video = client.indexed(own, shortAsset, ",\"user_metadata\":{\"a\":1,\"b\":2}");
    String path = "/indexes/%s/videos/%s".formatted(own, video);
    Client.Reply changed = client.patch(path, "{\"user_metadata\":{\"b\":null,\"c\":true}}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(client.get(path).json().get("user_metadata").toString())
        .isEqualTo("{\"a\":1,\"c\":true}");
    assertRefused(
        client.patch(path, "{\"user_metadata\":{\"d\":{}}}"), 400, "parameter_invalid", "values");
  }

  @Test
  void assetInUseIsDeletedOnlyByForce() throws Exception {
    String own = client.index("assetInUseIsDeletedOnlyByForce");
    String asset = client.linked("http://example.org/used.mp4");
    String video = client.indexed(own, asset, "");
    JsonNode users = client.get("/assets/%s/indexed-assets".formatted(asset)).json();
    assertThat(users.at("/data/0/index/_id").asText()).isEqualTo(own);
    assertThat(client.delete("/assets/" + asset).status()).isEqualTo(409);
    assertThat(client.delete("/assets/%s?force=true".formatted(asset)).status()).isEqualTo(200);
    String path = "/indexes/%s/videos/%s".formatted(own, video);
    assertThat(client.get(path).json().get("asset_id").asText()).isEqualTo(asset);
    assertThat(client.delete(path).status()).isEqualTo(200);
    assertRefused(client.get(path), 400, "resource_not_exist", "videos");
  }

  @Test
  void deletedIndexTakesItsVideosAlong() throws Exception {
    String own = client.index("deletedIndexTakesItsVideosAlong");
    String asset = client.linked("http://example.org/alone.mp4");
    String video = client.indexed(own, asset, "");
    assertThat(client.delete("/indexes/" + own).status()).isEqualTo(200);
    assertThat(client.get("/indexes/%s/videos/%s".formatted(own, video)).status()).isEqualTo(400);
    assertThat(client.delete("/assets/" + asset).status()).isEqualTo(200);
  }

  @Test
  void olderTaskBringsAVideoWhoseIdItShares() throws Exception {
    String own = client.index("olderTaskBringsAVideoWhoseIdItShares");
    Client.Reply made =
        client.form(
            "/tasks",
            "index_id",
            own,
            "@video_file",
            Client.CLIPS.resolve("coin_00.mp4").toString(),
            "user_metadata",
            "{\"from\":\"task\"}");
    assertThat(made.status()).isEqualTo(201);
    String id = made.json().get("_id").asText();
    assertThat(made.json().get("video_id").asText()).isEqualTo(id);
    JsonNode task = client.settled("/tasks/" + id);
    assertThat(task.at("/system_metadata/filename").asText()).isEqualTo("coin_00.mp4");
    assertThat(ids("/tasks?status=ready&index_id=" + own)).containsExactly(id);
    assertThat(ids("/indexes/%s/videos?from=task".formatted(own))).containsExactly(id);
    assertRefused(client.delete("/tasks/" + id), 400, "task_cannot_be_deleted", "video first");
    client.delete("/indexes/%s/videos/%s".formatted(own, id));
    assertThat(ids("/indexes/%s/videos".formatted(own))).isEmpty();
    assertThat(client.get("/tasks/" + id).status()).isEqualTo(200);
    assertThat(client.delete("/tasks/" + id).status()).isEqualTo(200);
    assertRefused(client.get("/tasks/" + id), 400, "resource_not_exist", "tasks");
  }

  @Test
  void formsAreNotJson() throws Exception {
    for (String path : List.of("/tasks", "/search", "/assets")) {
      Client.Reply reply = client.post(path, "{}");
      assertRefused(reply, 400, "content_type_invalid", "multipart/form-data");
    }
  }

  private static List<String> ids(String path) throws Exception {
    List<String> ids = new ArrayList<>();
    client.get(path).json().get("data").forEach(row -> ids.add(row.get("_id").asText()));
    return ids;
  }

  private static void assertRefused(Client.Reply reply, int status, String code, String why) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().get("code").asText()).isEqualTo(code);
    assertThat(reply.json().get("message").asText()).contains(why);
  }
}
