package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes and their videos survive the end of the server. */
class IndexStateTest {
  private static final Path FACE = Client.CLIPS.resolve("face_b_00.mp4");
  @TempDir private Path folder;

  @Test
  void indexesVideosVectorsAndMetadataAreTheSameAfterARestart() throws Exception {
    restart(EmulatorConf.defaults());
  }

  @Test
  void madeUpOnesTooAreTheSame() throws Exception {
    restart(EmulatorConf.defaults().withMadeUpAnswers());
  }

  private void restart(EmulatorConf plain) throws Exception {
    EmulatorConf conf = plain.withStateDir(folder);
    String index;
    String gone;
    String task;
    List<String> paths;
    List<JsonNode> before;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      index = client.index("first");
      gone = client.index("gone");
      String asset = client.asset(FACE, "a.mp4");
      String video = client.indexed(index, asset, ",\"user_metadata\":{\"a\":1}");
      String deleted = client.indexed(index, asset, "");
      client.patch(
          "/indexes/%s/indexed-assets/%s".formatted(index, video),
          "{\"user_metadata\":{\"b\":true}}");
      client.delete("/indexes/%s/indexed-assets/%s".formatted(index, deleted));
      client.put("/indexes/" + index, "{\"index_name\":\"renamed\"}");
      task =
          client
              .form("/tasks", "index_id", index, "@video_file", FACE.toString())
              .json()
              .get("_id")
              .asText();
      client.settled("/tasks/" + task);
      client.indexed(gone, asset, "");
      client.delete("/indexes/" + gone);
      client.post("/embed-v2", Client.embedBody(asset, ""));
      client.delete("/assets/%s?force=true".formatted(asset));
      paths =
          List.of(
              "/indexes",
              "/indexes/" + index,
              "/indexes/%s/videos".formatted(index),
              "/indexes/%s/videos/%s?embedding_option=visual".formatted(index, video),
              "/indexes/%s/videos/%s?embedding_option=visual".formatted(index, task),
              "/tasks/" + task);
      before = all(client, paths);
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      assertThat(all(client, paths)).isEqualTo(before);
      assertThat(client.get("/indexes/" + gone).status()).isEqualTo(400);
      client.delete("/indexes/%s/videos/%s".formatted(index, task));
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      assertThat(client.get("/indexes/%s/videos".formatted(index)).json().get("data")).hasSize(1);
      assertThat(client.get("/tasks/" + task).status()).isEqualTo(200);
    }
  }

  private static List<JsonNode> all(Client client, List<String> paths) throws Exception {
    List<JsonNode> answers = new java.util.ArrayList<>();
    for (String path : paths) {
      answers.add(client.get(path).json());
    }
    return answers;
  }
}
