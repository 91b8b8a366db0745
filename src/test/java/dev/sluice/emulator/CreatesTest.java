package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The log of creates: what a checker of a client counts. */
class CreatesTest {
  private static final String LINK = "http://example.org/a.mp4";

  @Test
  void everyCreateIsALineWithItsOutcome() throws Exception {
    try (EmulatorServer server =
        EmulatorServer.start(
            EmulatorConf.defaults().withMadeUpAnswers().withLimit(Operation.EMBED, 2))) {
      Client client = new Client(server, "k");
      String question = Client.analyzeLink(LINK, "a", "b");
      String named = question.replace("{\"model_name\"", "{\"custom_id\":\"w-2\",\"model_name\"");
      String asset = client.asset(Client.CLIPS.resolve("coin_00.mp4"), "coin.mp4");
      String first =
          client
              .post("/analyze/tasks", question, "Idempotency-Key", "w-1")
              .json()
              .get("task_id")
              .asText();
      client.post("/analyze/tasks", question, "Idempotency-Key", "w-1");
      client.post("/analyze/tasks", named);
      client.post("/embed-v2/tasks", Client.embedBody(asset, ""));
      client.post("/embed-v2/tasks", "{}");
      client.post("/embed-v2/tasks", Client.embedBody(asset, ""));
      List<JsonNode> lines = lines(client, 0);
      assertThat(lines)
          .extracting(CreatesTest::summary)
          .containsExactly(
              "1 upload accepted 201 coin.mp4 ",
              "2 analyze accepted 202 " + LINK + " w-1",
              "3 analyze replayed 202 " + LINK + " w-1",
              "4 analyze accepted 202 " + LINK + " w-2",
              "5 embed accepted 202 coin.mp4 ",
              "6 embed refused 400  ",
              "7 embed throttled 429  ");
      assertThat(lines.get(1).get("id").asText()).isEqualTo(first);
      assertThat(lines.get(2).get("id").asText()).isEqualTo(first);
      long at = lines.get(1).get("at_ms").asLong();
      assertThat(client.get("/analyze/tasks/" + first).json().get("created_at").asText())
          .isEqualTo(Instant.ofEpochMilli(at).toString());
      assertThat(lines(client, 5)).hasSize(2);
      assertThat(lines(client, 7)).isEmpty();
      assertThat(server.log().createsSince(5)).hasSize(2);
    }
  }

  @Test
  void answersThatWereLostAreAcceptedAllTheSame() throws Exception {
    try (EmulatorServer server =
        EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers())) {
      Client client = new Client(server, "k");
      server.faults().next(Operation.EMBED, Fault.SERVER_ERROR_AFTER, 1);
      server.faults().next(Operation.EMBED, Fault.DROPPED_BEFORE, 1);
      client.post("/embed-v2/tasks", Client.embedLink(LINK, ""));
      assertThatThrownBy(() -> client.post("/embed-v2/tasks", Client.embedLink(LINK, "")))
          .isInstanceOf(IOException.class);
      assertThat(lines(client, 0))
          .extracting(CreatesTest::summary)
          .containsExactly("1 embed accepted 500 " + LINK + " ", "2 embed refused 0  ");
    }
  }

  private static List<JsonNode> lines(Client client, long since) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : client.admin("GET", "/creates?since=" + since, "").split("\n")) {
      if (!line.isEmpty()) {
        lines.add(Client.JSON.readTree(line));
      }
    }
    return lines;
  }

  private static String summary(JsonNode line) {
    List<String> words = new ArrayList<>();
    for (String field : List.of("n", "operation", "outcome", "status", "source", "tag")) {
      words.add(line.get(field).asText());
    }
    return String.join(" ", words);
  }
}
