package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up answers: shaped as the real ones, cheap, and never to be taken for them. */
class MadeUpTest {
  private static final String CLIP = "http://example.org/a.mp4?seconds=12.5";
  @TempDir private static Path folder;
  private static EmulatorServer server;
  private static Client client;

  @BeforeAll
  static void start() {
    server = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
    client = new Client(server, "k");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everyAnswerSaysThatItIsMadeUp() throws Exception {
    for (String path : List.of("/embed-v2/tasks", "/analyze/tasks", "/assets", "/no-such-route")) {
      assertThat(client.get(path).header("X-Sluice-Emulator")).isEqualTo("made-up@1");
    }
    JsonNode task = client.analyze(Client.analyzeLink(CLIP, "a", "b").replaceAll(",\"resp.*", "}"));
    assertThat(task.at("/result/data").asText()).contains("made up");
  }

  @Test
  void vectorsAreOfLengthOneAndDependOnTheLinkAndTheSegment() throws Exception {
    String visual = ",\"embedding_option\":[\"visual\"]";
    JsonNode first = embed(CLIP, visual);
    assertThat(first.at("/metadata/duration").asDouble()).isEqualTo(12.5);
    assertThat(first.at("/metadata/input_url").asText()).isEqualTo(CLIP);
    JsonNode data = first.get("data");
    assertThat(data).hasSize(3);
    assertThat(data.get(0).get("end_sec")).isEqualTo(data.get(1).get("start_sec"));
    assertThat(data.get(1).get("end_sec").asDouble()).isEqualTo(12.5);
    List<float[]> vectors = new ArrayList<>();
    for (JsonNode entry : data) {
      float[] vector = Client.JSON.convertValue(entry.get("embedding"), float[].class);
      assertThat(vector).hasSize(512);
      double square = 0;
      for (float value : vector) {
        square += value * value;
      }
      assertThat(square).isCloseTo(1, within(1e-5));
      vectors.forEach(other -> assertThat(Math.abs(Unit.cosine(other, vector))).isLessThan(0.3));
      vectors.add(vector);
    }
    assertThat(embed(CLIP, visual).get("data")).isEqualTo(data);
    assertThat(embed(CLIP + "&b", visual).get("data")).isNotEqualTo(data);
  }

  @Test
  void everyOptionHasVectorsOfItsOwnAndFusedOnesWhereTheyAreAsked() throws Exception {
    JsonNode all = embed(CLIP, ",\"embedding_type\":[\"separate_embedding\",\"fused_embedding\"]");
    List<String> kinds = new ArrayList<>();
    Set<JsonNode> vectors = new HashSet<>();
    for (JsonNode entry : all.get("data")) {
      kinds.add(entry.get("embedding_option").asText());
      vectors.add(entry.get("embedding"));
    }
    assertThat(kinds).hasSize(12).contains("visual", "audio", "transcription", "fused");
    assertThat(vectors).hasSize(12);
    assertThat(all.at("/metadata/embedding_options")).hasSize(3);
    String one = ",\"embedding_option\":[\"audio\"],\"embedding_type\":[\"fused_embedding\"]";
    assertThat(client.post("/embed-v2/tasks", Client.embedLink(CLIP, one)).status()).isEqualTo(400);
  }

  @Test
  void soundIsCutIntoFixedClips() throws Exception {
    String audio = Client.embedLink(CLIP, "").replace("video", "audio");
    JsonNode now = client.post("/embed-v2", audio).json();
    assertThat(now.at("/metadata/embedding_options").toString())
        .isEqualTo("[\"audio\",\"transcription\"]");
    assertThat(now.at("/data/0/end_sec").asDouble()).isEqualTo(6);
    assertThat(now.at("/metadata/clip_length").asDouble()).isEqualTo(6);
    String id = client.post("/embed-v2/tasks", audio).json().get("_id").asText();
    assertThat(client.settled("/embed-v2/tasks/" + id).get("data")).isEqualTo(now.get("data"));
    JsonNode row = client.get("/embed-v2/tasks?page_limit=1").json().at("/data/0");
    assertThat(row.at("/audio_embedding/metadata/audio_embedding_option")).hasSize(2);
  }

  @Test
  void labelsAreOnesThatWereOffered() throws Exception {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String url = "http://example.org/%d.mp4".formatted(i);
      JsonNode task = client.analyze(Client.analyzeLink(url, "one", "two"));
      labels.add(Client.JSON.readTree(task.at("/result/data").asText()).get("label").asText());
    }
    assertThat(labels).containsOnly("one", "two");
  }

  @Test
  void mediaRulesHoldForMadeUpLengths() throws Exception {
    JsonNode tooShort = embed("http://example.org/a.mp4?seconds=3", "");
    assertThat(tooShort.get("status").asText()).isEqualTo("failed");
    assertThat(tooShort.at("/error/message").asText()).contains("at least 4 s");
    String outside = Client.embedLink("http://example.org/a.mp4?seconds=5", ",\"end_sec\":9");
    assertThat(client.post("/embed-v2/tasks", outside).status()).isEqualTo(400);
  }

  @Test
  void uploadsLastAsLongAsTheyAreLargeAndCountByTheirBytes() throws Exception {
    Path file = Files.write(folder.resolve("a.bin"), new byte[6_500]);
    String asset = client.asset(file, "one.mp4");
    assertThat(client.get("/assets/" + asset).json().get("duration").asDouble()).isEqualTo(6.5);
    assertThat(client.get("/assets/" + asset).json().at("/technical_metadata/video_codec").asText())
        .isEqualTo("made-up");
    String same = client.asset(file, "two.mp4");
    String small = client.asset(Files.write(folder.resolve("b.bin"), new byte[5]), "three.mp4");
    assertThat(client.get("/assets/" + small).json().get("duration").asDouble()).isEqualTo(4);
    assertThat(client.embed(same, "").get("data")).isEqualTo(client.embed(asset, "").get("data"));
    assertThat(client.embed(small, "").get("data"))
        .isNotEqualTo(client.embed(asset, "").get("data"));
  }

  private static JsonNode embed(String url, String more) throws Exception {
    String id =
        client.post("/embed-v2/tasks", Client.embedLink(url, more)).json().get("_id").asText();
    return client.settled("/embed-v2/tasks/" + id);
  }
}
