package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was accepted survives the end of the server. */
class StateTest {
  private static final Path FACE = Client.CLIPS.resolve("face_b_00.mp4");
  @TempDir private Path folder;

  @Test
  void answersOfLocalModelsAreTheSameAfterARestart() throws Exception {
    String asset;
    String question;
    JsonNode embedded;
    JsonNode answered;
    JsonNode uploaded;
    try (EmulatorServer server = EmulatorServer.start(conf())) {
      Client client = new Client(server, "k");
      asset = client.asset(FACE, "a.mp4");
      embedded = client.embed(asset, "");
      question = Client.analyzeBody(asset, ",\"custom_id\":\"w-1\"");
      answered = client.analyze(question);
      uploaded = client.get("/assets/" + asset).json();
    }
    try (EmulatorServer server = EmulatorServer.start(conf())) {
      Client client = new Client(server, "k");
      assertThat(client.get("/assets/" + asset).json()).isEqualTo(uploaded);
      assertThat(client.get("/embed-v2/tasks/" + embedded.get("_id").asText()).json())
          .isEqualTo(embedded);
      assertThat(client.get("/analyze/tasks/" + answered.get("task_id").asText()).json())
          .isEqualTo(answered);
      assertThat(client.embed(asset, "").get("data")).isEqualTo(embedded.get("data"));
    }
  }

  @Test
  void workBrokenOffByAStopIsDoneAgainAndNotFailed() throws Exception {
    String task;
    String inline = Base64.getEncoder().encodeToString(Files.readAllBytes(FACE));
    try (EmulatorServer server = EmulatorServer.start(conf())) {
      Client client = new Client(server, "k");
      String body = Client.embedLink("", "").replace("\"url\":\"\"", "\"base64_string\":\"%s\"");
      task = client.post("/embed-v2/tasks", body.formatted(inline)).json().get("_id").asText();
    }
    try (EmulatorServer server = EmulatorServer.start(conf())) {
      JsonNode done = new Client(server, "k").settled("/embed-v2/tasks/" + task);
      assertThat(done.get("status").asText()).isEqualTo("ready");
      try (Stream<Path> files = Files.list(folder.resolve("bytes"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void limitsDoNotStartAgainWithTheServer() throws Exception {
    EmulatorConf conf =
        conf().withMadeUpAnswers().withLimit(Operation.EMBED, Limit.parse("1/hour"));
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      create(new Client(server, "k"), "http://example.org/a.mp4");
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      String body = Client.embedLink("http://example.org/b.mp4", "");
      assertThat(client.post("/embed-v2/tasks", body).status()).isEqualTo(429);
    }
  }

  @Test
  void unfinishedTasksGoOnAfterARestart() throws Exception {
    String id;
    JsonNode before;
    EmulatorConf slow = conf().withMadeUpAnswers().withLatency(Duration.ofHours(1));
    try (EmulatorServer server = EmulatorServer.start(slow)) {
      Client client = new Client(server, "k");
      id = create(client, "http://example.org/a.mp4");
      before = client.get("/embed-v2/tasks/" + id).json();
      assertThat(before.get("status").asText()).isEqualTo("processing");
    }
    Path events = folder.resolve("events.jsonl");
    Files.writeString(events, Files.readString(events).replace("3600000", "30"));
    try (EmulatorServer server = EmulatorServer.start(slow)) {
      JsonNode after = new Client(server, "k").settled("/embed-v2/tasks/" + id);
      assertThat(after.get("created_at")).isEqualTo(before.get("created_at"));
      assertThat(after.get("data")).isNotEmpty();
    }
  }

  @Test
  void idempotencyKeysAndTheLogOfCreatesSurvive() throws Exception {
    EmulatorConf conf = conf().withMadeUpAnswers();
    String question = Client.analyzeLink("http://example.org/a.mp4", "a", "b");
    JsonNode first;
    List<CreateRecord> log;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      first = client.post("/analyze/tasks", question, "Idempotency-Key", "k1").json();
      client.post("/analyze/tasks", "{}");
      log = server.log().createsSince(0);
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      JsonNode again = client.post("/analyze/tasks", question, "Idempotency-Key", "k1").json();
      assertThat(again.get("task_id")).isEqualTo(first.get("task_id"));
      assertThat(server.log().creates(Operation.ANALYZE)).isEqualTo(1);
      assertThat(server.log().replays(Operation.ANALYZE)).isEqualTo(1);
      assertThat(server.log().createsSince(0)).startsWith(log.toArray(CreateRecord[]::new));
      assertThat(server.log().createsSince(2)).hasSize(1);
    }
  }

  @Test
  void lastLineThatAKillLeftUnfinishedIsCutOff() throws Exception {
    EmulatorConf conf = conf().withMadeUpAnswers();
    String id;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      id = create(new Client(server, "k"), "http://example.org/a.mp4");
    }
    Files.writeString(
        folder.resolve("events.jsonl"), "{\"n\":2,\"at_ms\":1", StandardOpenOption.APPEND);
    String next;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      assertThat(server.log().createsSince(0)).hasSize(1);
      next = create(new Client(server, "k"), "http://example.org/b.mp4");
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      assertThat(server.log().createsSince(0)).extracting(CreateRecord::id).contains(id, next);
    }
  }

  @Test
  void deletedThingsStayDeletedWithTheirBytes() throws Exception {
    EmulatorConf conf = conf().withMadeUpAnswers();
    String asset;
    JsonNode task;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      asset = client.asset(FACE, "a.mp4");
      task = client.embed(asset, "");
      assertThat(client.delete("/assets/" + asset).status()).isEqualTo(200);
    }
    Files.write(folder.resolve("bytes/left-by-a-kill.bin"), new byte[3]);
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      assertThat(client.get("/assets/" + asset).status()).isEqualTo(400);
      assertThat(client.get("/embed-v2/tasks/" + task.get("_id").asText()).json()).isEqualTo(task);
      try (Stream<Path> files = Files.list(folder.resolve("bytes"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void folderIsForOneEmulatorAndOneKindOfAnswers() {
    try (EmulatorServer server = EmulatorServer.start(conf().withMadeUpAnswers())) {
      assertThat(server.port()).isPositive();
      assertThatThrownBy(() -> EmulatorServer.start(conf().withMadeUpAnswers()))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("another emulator");
    }
    assertThatThrownBy(() -> EmulatorServer.start(conf()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("MADE_UP");
    EmulatorServer.start(conf().withMadeUpAnswers()).close();
  }

  @Test
  void everythingAnsweredBeforeAKillIsThereAfterIt() throws Exception {
    Set<String> answered = new TreeSet<>();
    for (int kill = 0; kill < 2; kill++) {
      Killable emulator = Killable.start(folder, "--made-up", "--latency", "20ms");
      Client client = new Client(emulator.baseUrl(), "k");
      Thread killer =
          new Thread(
              () -> {
                try {
                  Thread.sleep(400);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                emulator.kill();
              });
      killer.start();
      try {
        for (int i = 0; ; i++) {
          answered.add(create(client, "http://example.org/%d-%d.mp4".formatted(kill, i)));
        }
      } catch (IOException e) {
        killer.join();
      }
    }
    try (EmulatorServer server = EmulatorServer.start(conf().withMadeUpAnswers())) {
      Client client = new Client(server, "k");
      Set<String> accepted = new TreeSet<>();
      server.log().createsSince(0).forEach(create -> accepted.add(create.id()));
      assertThat(accepted).containsAll(answered);
      // A kill may come between the acceptance of one create and its answer.
      assertThat(accepted.size() - answered.size()).isBetween(0, 2);
      for (String id : accepted) {
        assertThat(client.settled("/embed-v2/tasks/" + id).get("status").asText())
            .isEqualTo("ready");
      }
      assertThat(client.get("/embed-v2/tasks").json().at("/page_info/total_results").asInt())
          .isEqualTo(accepted.size());
    }
  }

  private EmulatorConf conf() {
    return EmulatorConf.defaults().withStateDir(folder);
  }

  private static String create(Client client, String url) throws Exception {
    return client.post("/embed-v2/tasks", Client.embedLink(url, "")).json().get("_id").asText();
  }
}
