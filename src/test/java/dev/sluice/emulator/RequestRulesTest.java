package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the emulator refuses, as the real service does. */
class RequestRulesTest {
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
  void mediaRulesAreEnforcedWhenATaskIsCreated() throws Exception {
    String id = client.asset(Client.CLIPS.resolve("faulty/too_short.mp4"), "s.mp4");
    Client.Reply embed = client.post("/embed-v2/tasks", Client.embedBody(id, ""));
    assertThat(embed.status()).isEqualTo(400);
    assertThat(embed.json().get("code").asText()).isEqualTo("video_duration_too_short");
    assertThat(client.post("/analyze/tasks", Client.analyzeBody(id, "")).status()).isEqualTo(400);
    String small = client.asset(Client.CLIPS.resolve("faulty/too_small.mp4"), "s.mp4");
    assertThat(
            client.post("/embed-v2/tasks", Client.embedBody(small, "")).json().get("code").asText())
        .isEqualTo("video_resolution_too_low");
  }

  @Test
  void wrongRequestsAreToldWhatIsWrong() throws Exception {
    assertRefused(client.post("/embed-v2/tasks", "{"), "valid JSON");
    assertRefused(
        client.post("/embed-v2/tasks", "{\"input_type\":\"text\"}"), "video and audio only");
    assertRefused(
        client.post("/embed-v2/tasks", Client.embedBody("0123456789abcdef01234567", "")),
        "does not exist");
    assertRefused(
        client.post(
            "/embed-v2/tasks",
            Client.embedBody(face, "").replace("marengo3.0", "Marengo-retrieval-2.7")),
        "marengo3.0 instead");
    assertRefused(
        client.post("/embed-v2/tasks", Client.embedBody(face, ",\"sound\":true")), "video.sound");
    assertRefused(
        client.post("/analyze/tasks", Client.analyzeBody(face, ",\"temperature\":\"hot\"")),
        "expected");
    assertRefused(
        client.post("/analyze/tasks", Client.analyzeBody(face, ",\"start_time\":0,\"end_time\":2")),
        "4 s or more");
    Client.Reply schema =
        client.post(
            "/analyze/tasks",
            Client.analyzeBody(
                face,
                ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"object\","
                    + "\"properties\":{\"a\":{\"type\":\"string\",\"maxLength\":3}}}}"));
    assertThat(schema.status()).isEqualTo(422);
  }

  @Test
  void newerModelTakesItsOwnShapeOfSegmentation() throws Exception {
    String plain = "{\"strategy\":\"fixed\",\"fixed\":{\"duration_sec\":2}}";
    String newer = Client.embedBody(face, ",\"segmentation\":{\"temporal\":" + plain + "}");
    assertThat(client.post("/embed-v2/tasks", newer).status()).isEqualTo(400);
    Client.Reply reply = client.post("/embed-v2/tasks", newer.replace("marengo3.0", "marengo3.5"));
    assertThat(reply.status()).isEqualTo(202);
    String id = reply.json().get("_id").asText();
    assertThat(reply.header("Location")).endsWith("/embed-v2/tasks/" + id);
    assertThat(client.settled("/embed-v2/tasks/" + id).get("data")).hasSize(4);
  }

  private static void assertRefused(Client.Reply reply, String why) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("message").asText()).contains(why);
  }
}
