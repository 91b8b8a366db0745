package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits per category, and what is done only where it is assumed. */
class CategoriesTest {
  private static final String LINK = "http://example.org/a.mp4?seconds=60";
  private static final String TEXT =
      "{\"input_type\":\"text\",\"model_name\":\"marengo3.0\",\"text\":{\"input_text\":\"a\"}}";

  private static EmulatorConf conf() {
    return EmulatorConf.defaults().withMadeUpAnswers();
  }

  @Test
  void everyCategoryHasItsOwnLimitAndShapeOfRefusal() throws Exception {
    EmulatorConf conf = conf();
    for (Operation operation : Operation.values()) {
      conf = conf.withLimit(operation, 1);
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      String index = client.index("i");
      String asset = client.linked(LINK);
      client.indexed(index, asset, "");
      assertThat(client.post("/embed-v2", TEXT).status()).isEqualTo(200);
      assertThat(client.post("/embed-v2", Client.embedLink(LINK, "")).status()).isEqualTo(200);
      assertThat(client.post("/analyze", question()).status()).isEqualTo(200);
      assertThat(search(client, index).status()).isEqualTo(200);

      assertPlain(client.form("/assets", "method", "url", "url", LINK));
      assertPlain(client.form("/tasks", "index_id", index, "video_url", LINK));
      assertPlain(
          client.post(
              "/indexes/%s/indexed-assets".formatted(index),
              "{\"asset_id\":\"%s\"}".formatted(asset)));
      assertWrapped(client.post("/embed-v2", TEXT));
      assertWrapped(client.post("/embed-v2/tasks", Client.embedLink(LINK, "")));
      assertWrapped(client.post("/analyze/tasks", question().replace(",\"stream\":false", "")));
      assertEmpty(client.post("/analyze", question()));
      assertEmpty(search(client, index));
    }
  }

  @Test
  void minutesOfMediaOfSynchronousCallsCount() throws Exception {
    EmulatorConf conf = conf().withLimit(Operation.EMBED, Limit.parse("1min/hour"));
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      assertThat(client.post("/embed-v2", Client.embedLink(LINK, "")).status()).isEqualTo(200);
      assertThat(client.post("/embed-v2", TEXT).status()).isEqualTo(200);
      Client.Reply full = client.post("/embed-v2/tasks", Client.embedLink(LINK, ""));
      assertThat(full.status()).isEqualTo(429);
      assertThat(full.header("X-RateLimit-Duration-Remaining")).isEqualTo("0");
    }
  }

  @Test
  void nothingIsAssumedUnlessItIsNamed() throws Exception {
    try (EmulatorServer server = EmulatorServer.start(conf().withLimit(Operation.EMBED_TEXT, 1))) {
      Client client = new Client(server, "k");
      Client.Reply first = client.post("/embed-v2", TEXT);
      Client.Reply full = client.post("/embed-v2", TEXT);
      for (String header : List.of("Retry-After", "X-Api-Version", "X-RateLimit-Request-Limit")) {
        assertThat(first.header(header)).isNull();
        assertThat(full.header(header)).isNull();
      }
      assertThat(client.delete("/indexes/" + client.index("i")).status()).isEqualTo(200);
    }
  }

  @Test
  void whatIsAssumedIsDone() throws Exception {
    EmulatorConf conf = conf().withLimit(Operation.EMBED_TEXT, 1).withLimit(Operation.ANALYZE, 5);
    for (Assumption assumption : Assumption.values()) {
      conf = conf.withAssumption(assumption);
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      client.post("/embed-v2", TEXT);
      Client.Reply full = client.post("/embed-v2", TEXT);
      assertThat(Integer.parseInt(full.header("Retry-After"))).isBetween(0, 61);
      assertThat(full.header("X-RateLimit-Request-Limit")).isEqualTo("1");
      assertThat(full.header("X-Api-Version")).isEqualTo("v1.3");
      Client.Reply analyzed = client.post("/analyze", question());
      assertThat(analyzed.header("X-Ratelimit-Limit")).isEqualTo("5");
      assertThat(analyzed.header("X-Ratelimit-Used")).isEqualTo("1");
      assertThat(client.post("/embed-v2/tasks", "{}").json().at("/error/code").asText())
          .isEqualTo("VALIDATION_ERROR");
      assertThat(client.delete("/indexes/" + client.index("i")).status()).isEqualTo(204);
    }
  }

  @Test
  void unknownAssumptionNamesTheKnownOnes() {
    assertThat(Assumption.of("retry-after")).isEqualTo(Assumption.RETRY_AFTER);
    assertThatThrownBy(() -> Assumption.of("magic"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("magic")
        .hasMessageContaining("retry-after")
        .hasMessageContaining("no-content");
  }

  private static String question() {
    return Client.analyzeLink(LINK, "a", "b").replaceFirst("}$", ",\"stream\":false}");
  }

  private static Client.Reply search(Client client, String index) throws Exception {
    return client.form("/search", "index_id", index, "query_text", "x", "search_options", "visual");
  }

  private static void assertPlain(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.json().get("code").asText()).isEqualTo("too_many_requests");
    assertThat(reply.header("X-RateLimit-Request-Remaining")).isEqualTo("0");
  }

  private static void assertWrapped(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.json().at("/error/code").asText()).isEqualTo("RATE_LIMIT_EXCEEDED");
    assertThat(reply.header("X-RateLimit-Request-Remaining")).isEqualTo("0");
  }

  private static void assertEmpty(Client.Reply reply) {
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.json().isNull()).isTrue();
    assertThat(reply.header("X-RateLimit-Request-Remaining")).isEqualTo("0");
    assertThat(reply.header("X-RateLimit-Request-Reset")).isNotNull();
  }
}
