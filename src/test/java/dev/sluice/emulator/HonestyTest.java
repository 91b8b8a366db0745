package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The emulator sees the bytes of the video and the text of the question, and nothing else. */
class HonestyTest {
  private static final List<String> CLIPS =
      List.of(
          "pedestrians_00",
          "pedestrians_06",
          "face_a_00",
          "face_b_01",
          "tree_00",
          "tree_04",
          "cup_00",
          "cup_01",
          "box_01",
          "box_02",
          "ocean_00",
          "ocean_01");
  @TempDir private static Path folder;
  private static EmulatorServer server;
  private static Client client;
  private static Map<String, Seen> original;
  private static String prompt;
  private static Encoder encoder;
  private static List<String> labels;

  private record Seen(float[] vector, String answer) {
    String label() throws IOException {
      return Client.JSON.readTree(answer).get("label").asText();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    server = EmulatorServer.start(EmulatorConf.defaults());
    client = new Client(server, "tlk_test");
    readTaxonomy();
    encoder = new Encoder(folder);
    original = new LinkedHashMap<>();
    for (String clip : CLIPS) {
      original.put(clip, see(Client.CLIPS.resolve(clip + ".mp4"), clip + ".mp4"));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void renamedClipsInAnotherOrderGetTheSameAnswers() throws Exception {
    List<String> shuffled = new ArrayList<>(CLIPS);
    Collections.shuffle(shuffled, new Random(7));
    for (int i = 0; i < 5; i++) {
      Seen again =
          see(Client.CLIPS.resolve(shuffled.get(i) + ".mp4"), "face_close_up_%d.mp4".formatted(i));
      assertThat(again.vector()).isEqualTo(original.get(shuffled.get(i)).vector());
      assertThat(again.answer()).isEqualTo(original.get(shuffled.get(i)).answer());
    }
  }

  @Test
  void reencodedClipsKeepTheirLabelAndTheirNeighbours() throws Exception {
    Map<String, Seen> encoded = new LinkedHashMap<>();
    for (String clip : CLIPS) {
      Path file = encoder.reencoded(Client.CLIPS.resolve(clip + ".mp4"));
      encoded.put(clip, see(file, "another-name.mp4"));
    }
    for (String clip : CLIPS) {
      assertThat(Unit.cosine(encoded.get(clip).vector(), original.get(clip).vector()))
          .as(clip)
          .isGreaterThanOrEqualTo(0.98);
      assertThat(encoded.get(clip).label()).as(clip).isEqualTo(original.get(clip).label());
      assertThat(scene(nearest(clip, encoded))).isEqualTo(scene(nearest(clip, original)));
    }
  }

  @Test
  void labelsAreWhatTheDetectorCanWitnessAndNothingElse() throws Exception {
    Map<String, String> expected =
        Map.of(
            "pedestrians", "people in a street",
            "face", "person close up",
            "cup", "object in a hand",
            "box", "object in a hand");
    for (String clip : CLIPS) {
      JsonNode answer = Client.JSON.readTree(original.get(clip).answer());
      assertThat(answer.get("label").asText())
          .as(clip)
          .isEqualTo(expected.getOrDefault(scene(clip), "none of these"));
      assertThat(answer.get("evidence").asText()).startsWith("detector saw: ");
    }
  }

  @Test
  void recordingOfSeveralScenesIsCutWhereTheyMeetAndLabelledBySpan() throws Exception {
    Path joined = encoder.joined("pedestrians_00", "face_b_01", "tree_00");
    String asset = client.asset(joined, "joined.mp4");
    List<Double> starts = new ArrayList<>();
    JsonNode task = client.embed(asset, ",\"embedding_scope\":[\"clip\"]");
    task.get("data").forEach(entry -> starts.add(entry.get("start_sec").asDouble()));
    assertThat(starts).hasSize(3);
    assertThat(starts.get(1)).isBetween(4.0, 6.0);
    assertThat(starts.get(2)).isBetween(9.0, 11.0);
    assertThat(label(asset, ",\"start_time\":0,\"end_time\":5")).contains("people in a street");
    assertThat(label(asset, ",\"start_time\":5.2,\"end_time\":9.8")).contains("person close up");
    assertThat(label(asset, ",\"start_time\":10.2,\"end_time\":15")).contains("none of these");
  }

  @Test
  void longRecordingIsLookedAtInParts() throws Exception {
    Path looped = Files.createTempFile(folder, "looped", ".mp4");
    String clip = Client.CLIPS.resolve("face_b_01.mp4").toString();
    Encoder.ffmpeg("-stream_loop", "19", "-i", clip, "-c", "copy", looped.toString());
    Seen seen = see(looped, "looped.mp4");
    assertThat(Unit.cosine(seen.vector(), original.get("face_b_01").vector())).isGreaterThan(0.99);
    assertThat(seen.label()).isEqualTo("person close up");
  }

  private static Seen see(Path file, String name) throws IOException, InterruptedException {
    String asset = client.asset(file, name);
    JsonNode task = client.embed(asset, ",\"embedding_scope\":[\"asset\"]");
    float[] vector = Client.JSON.convertValue(task.at("/data/0/embedding"), float[].class);
    return new Seen(vector, label(asset, ""));
  }

  private static String label(String asset, String window)
      throws IOException, InterruptedException {
    String schema =
        """
        {"type":"json_schema","json_schema":{"type":"object","properties":{"label":
         {"type":"string","enum":%s},"evidence":{"type":"string"}},"required":["label"]}}
        """
            .formatted(Client.JSON.writeValueAsString(labels));
    String body =
        "{\"video\":{\"type\":\"asset_id\",\"asset_id\":\"%s\"},\"prompt\":%s%s,\"response_format\":%s}"
            .formatted(asset, Client.JSON.writeValueAsString(prompt), window, schema);
    return client.analyze(body).at("/result/data").asText();
  }

  /** The question is built from the demo's own taxonomy, so that the file stays witnessable. */
  private static void readTaxonomy() throws IOException {
    JsonNode taxonomy = new YAMLMapper().readTree(Path.of("conf/taxonomies/demo.yaml").toFile());
    StringBuilder lines = new StringBuilder("Which label fits?\n");
    labels = new ArrayList<>();
    for (JsonNode label : taxonomy.get("labels")) {
      String name = label.get("name").asText();
      labels.add(name);
      lines.append("- %s: %s%n".formatted(name, label.get("definition").asText()));
    }
    labels.add(taxonomy.get("abstain").asText());
    prompt = lines.toString();
  }

  /** Nearest other clip, among vectors with their common mean taken away. */
  private static String nearest(String clip, Map<String, Seen> all) {
    float[] mean = new float[Embedding.DIMENSION];
    for (Seen seen : all.values()) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += seen.vector()[i] / all.size();
      }
    }
    String best = "";
    double most = -2;
    for (String other : all.keySet()) {
      double cosine =
          Unit.cosine(
              centred(all.get(clip).vector(), mean), centred(all.get(other).vector(), mean));
      if (!other.equals(clip) && cosine > most) {
        most = cosine;
        best = other;
      }
    }
    return best;
  }

  private static float[] centred(float[] vector, float[] mean) {
    float[] centred = vector.clone();
    for (int i = 0; i < centred.length; i++) {
      centred[i] -= mean[i];
    }
    return centred;
  }

  private static String scene(String clip) {
    return clip.substring(0, clip.indexOf('_'));
  }
}
