package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Keys, limits and scripted faults: what a client must survive. */
class FaultsTest {

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
      assertThat(third.json().at("/error/code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
      assertThat(third.header("X-RateLimit-Request-Remaining")).isEqualTo("0");
      assertThat(Long.parseLong(third.header("X-RateLimit-Request-Reset"))).isPositive();
      assertThat(limited.get("/analyze/tasks").status()).isEqualTo(200);
    }
  }

  @Test
  void minutesOfMediaAreLimitedByTheHour() throws Exception {
    EmulatorConf conf =
        EmulatorConf.defaults()
            .withMadeUpAnswers()
            .withLimit(Operation.EMBED, Limit.parse("600/hour"))
            .withLimit(Operation.EMBED, Limit.parse("10min/hour"));
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      String video = Client.embedLink("http://example.org/a.mp4?seconds=240", "");
      Client.Reply first = client.post("/embed-v2/tasks", video);
      assertThat(first.status()).isEqualTo(202);
      assertThat(first.header("X-RateLimit-Request-Remaining")).isEqualTo("599");
      assertThat(first.header("X-RateLimit-Duration-Remaining")).isEqualTo("6");
      assertThat(client.post("/embed-v2/tasks", "{}").header("X-RateLimit-Duration-Remaining"))
          .isEqualTo("6");
      assertThat(client.post("/embed-v2/tasks", video).status()).isEqualTo(202);
      Client.Reply full = client.post("/embed-v2/tasks", video);
      assertThat(full.status()).isEqualTo(429);
      assertThat(full.header("X-RateLimit-Duration-Remaining")).isEqualTo("2");
      assertThat(full.json().at("/error/details/currentLimit").asText())
          .isEqualTo("10 minutes of media per hour");
      assertThat(Long.parseLong(full.header("X-RateLimit-Request-Reset")))
          .isGreaterThan(System.currentTimeMillis() / 1000 + 3000);
      assertThat(server.log().creates(Operation.EMBED)).isEqualTo(2);
      String part = Client.embedLink("http://example.org/a.mp4?seconds=240", ",\"end_sec\":120");
      assertThat(client.post("/embed-v2/tasks", part).status()).isEqualTo(202);
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
      assertThat(unlucky.post("/embed-v2/tasks", Client.embedBody(id, "")).status()).isEqualTo(500);
      assertThat(unlucky.post("/embed-v2/tasks", Client.embedBody(id, "")).status()).isEqualTo(429);
      assertThat(faulty.log().creates(Operation.EMBED)).isZero();
      assertThatThrownBy(() -> unlucky.post("/embed-v2/tasks", Client.embedBody(id, "")))
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
  void onlyListedKeysPassWhenThereIsAList() throws Exception {
    try (EmulatorServer strict =
        EmulatorServer.start(EmulatorConf.defaults().withKeys(Set.of("right")))) {
      assertThat(new Client(strict, "right").get("/assets").status()).isEqualTo(200);
      assertThat(new Client(strict, "wrong").get("/assets").status()).isEqualTo(401);
    }
  }
}
