package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    JsonNode first = embed(CLIP, "");
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
    assertThat(embed(CLIP, "").get("data")).isEqualTo(data);
    assertThat(embed(CLIP + "&b", "").get("data")).isNotEqualTo(data);
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
