package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every fault does what it says, and nothing else. */
class MischiefTest {
  private static final String LINK = "http://example.org/a.mp4";
  private static final String BODY = Client.embedLink(LINK, "");
  private EmulatorServer server;
  private Client client;

  @BeforeEach
  void start() {
    server = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
    client = new Client(server, "k");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void refusalsHaveTheirStatusAndCodeAndAcceptNothing() throws Exception {
    assertRefusal(Fault.SERVER_ERROR, 500, "/code", "generic_error");
    assertRefusal(Fault.RATE_LIMITED, 429, "/error/code", "RATE_LIMIT_EXCEEDED");
    assertRefusal(Fault.UNAUTHORIZED, 401, "/code", "api_key_invalid");
    assertRefusal(Fault.NO_FUNDS, 402, "/code", "insufficient_funds");
    assertRefusal(Fault.CREDIT_EXCEEDED, 403, "/code", "usage_limit_exceeded");
    assertRefusal(Fault.FORBIDDEN, 403, "/code", "api_not_allowed");
    assertRefusal(Fault.MODEL_SUNSET, 400, "/message", "sunset");
    assertThat(server.log().creates(Operation.EMBED)).isZero();
  }

  @Test
  void connectionsDropBeforeOrAfterAcceptance() {
    assertLost(Fault.DROPPED_BEFORE);
    assertThat(server.log().creates(Operation.EMBED)).isZero();
    assertLost(Fault.DROPPED_AFTER);
    assertThat(server.log().creates(Operation.EMBED)).isEqualTo(1);
    assertLost(Fault.CUT_OFF_AFTER);
    assertThat(server.log().creates(Operation.EMBED)).isEqualTo(2);
  }

  @Test
  void garbageHasTheStatusOfSuccess() throws Exception {
    server.faults().next(Operation.EMBED, Fault.GARBAGE_BEFORE, 1);
    server.faults().next(Operation.EMBED, Fault.GARBAGE_AFTER, 1);
    for (int accepted = 0; accepted < 2; accepted++) {
      String answer = raw("POST", "/v1.3/embed-v2/tasks", BODY, "6a5e");
      assertThat(answer).startsWith("HTTP/1.1 202");
      assertThatThrownBy(() -> Client.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n"))))
          .isInstanceOf(JsonProcessingException.class);
      assertThat(server.log().creates(Operation.EMBED)).isEqualTo(accepted);
    }
  }

  @Test
  void connectionsThatAreNeverAnsweredBlockNoOthers() throws Exception {
    server.faults().next(Operation.EMBED, Fault.NO_ANSWER_AFTER, 40);
    List<Socket> waiting = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      waiting.add(sent("POST", "/v1.3/embed-v2/tasks", BODY));
    }
    assertThat(client.get("/embed-v2/tasks").status()).isEqualTo(200);
    Socket first = waiting.get(0);
    first.setSoTimeout(200);
    assertThatThrownBy(() -> first.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    while (server.log().creates(Operation.EMBED) < 40) {
      Thread.sleep(5);
    }
    for (Socket socket : waiting) {
      socket.close();
    }
    server.faults().next(Operation.EMBED, Fault.NO_ANSWER_BEFORE, 1);
    try (Socket socket = sent("POST", "/v1.3/embed-v2/tasks", BODY)) {
      socket.setSoTimeout(200);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(server.log().creates(Operation.EMBED)).isEqualTo(40);
  }

  @Test
  void slowBodyComesByteByByte() throws Exception {
    server.faults().next("GET /embed-v2/tasks", Fault.SLOW_BODY, 1);
    long sent = System.nanoTime();
    assertThat(raw("GET", "/v1.3/embed-v2/tasks", "", "\r\n\r\n{\"d")).startsWith("HTTP/1.1 200");
    assertThat(System.nanoTime() - sent).isGreaterThan(200_000_000);
  }

  @Test
  void expiredWorkIsUnknownAfterItsTimeAndInNoList() throws Exception {
    server.faults().next(Operation.EMBED, Fault.WORK_EXPIRES, 1);
    Client.Reply created = client.post("/embed-v2/tasks", BODY);
    assertThat(created.status()).isEqualTo(202);
    String path = "/embed-v2/tasks/" + created.json().get("_id").asText();
    Client.Reply look = client.get(path);
    for (int i = 0; i < 2_000 && look.status() != 404; i++) {
      Thread.sleep(5);
      look = client.get(path);
    }
    assertThat(look.status()).isEqualTo(404);
    assertThat(client.get("/embed-v2/tasks").json().get("data")).isEmpty();
    assertThat(server.log().creates(Operation.EMBED)).isEqualTo(1);
  }

  @Test
  void looksAndListsGoWrongByTheirRoute() throws Exception {
    String id = client.post("/embed-v2/tasks", BODY).json().get("_id").asText();
    server.faults().next("GET /embed-v2/tasks/{id}", Fault.SERVER_ERROR, 1);
    assertThat(client.get("/embed-v2/tasks").status()).isEqualTo(200);
    assertThat(client.get("/embed-v2/tasks/" + id).status()).isEqualTo(500);
    assertThat(client.get("/embed-v2/tasks/" + id).status()).isEqualTo(200);
    server.faults().next("GET /embed-v2/tasks", Fault.CUT_OFF_AFTER, 1);
    assertThatThrownBy(() -> client.get("/embed-v2/tasks")).isInstanceOf(IOException.class);
  }

  @Test
  void scriptComesOverTheWireAndIsCleared() throws Exception {
    client.admin("POST", "/faults", "{\"route\":\"*\",\"fault\":\"server_error\",\"seconds\":600}");
    assertThat(client.get("/assets").status()).isEqualTo(500);
    assertThat(client.post("/embed-v2/tasks", BODY).status()).isEqualTo(500);
    JsonNode script = Client.JSON.readTree(client.admin("DELETE", "/faults", ""));
    assertThat(script.get("faults")).isEmpty();
    assertThat(client.get("/assets").status()).isEqualTo(200);
    client.admin("POST", "/faults", "{\"operation\":\"embed\",\"fault\":\"no_funds\",\"times\":2}");
    assertThat(client.admin("GET", "/faults", "")).contains("no_funds", "POST /embed-v2/tasks");
    assertThat(client.post("/embed-v2/tasks", BODY).status()).isEqualTo(402);
    assertThat(client.post("/embed-v2/tasks", BODY).status()).isEqualTo(402);
    assertThat(client.post("/embed-v2/tasks", BODY).status()).isEqualTo(202);
    assertThat(client.admin("POST", "/faults", "{\"route\":\"*\",\"fault\":\"rain\"}"))
        .contains("no fault rain");
    assertThat(client.admin("POST", "/faults", "{\"route\":\"*\",\"fault\":\"work_fails\"}"))
        .contains("creates only");
    assertThat(client.admin("POST", "/faults", "{\"route\":\"GET /asset\",\"fault\":\"no_funds\"}"))
        .contains("no route GET /asset");
  }

  @Test
  void shareOfTheRequestsIsTheSameForASeed() throws Exception {
    List<Integer> first = statuses(7);
    assertThat(statuses(7)).isEqualTo(first);
    assertThat(statuses(8)).isNotEqualTo(first);
    assertThat(first).contains(200, 500);
  }

  private List<Integer> statuses(long seed) throws Exception {
    server.faults().clear();
    server.faults().some("GET /assets", Fault.SERVER_ERROR, 0.5, seed);
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      statuses.add(client.get("/assets").status());
    }
    return statuses;
  }

  private void assertRefusal(Fault fault, int status, String at, String text) throws Exception {
    server.faults().next(Operation.EMBED, fault, 1);
    Client.Reply reply = client.post("/embed-v2/tasks", BODY);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().at(at).asText()).contains(text);
  }

  private void assertLost(Fault fault) {
    server.faults().next(Operation.EMBED, fault, 1);
    assertThatThrownBy(() -> client.post("/embed-v2/tasks", BODY)).isInstanceOf(IOException.class);
  }

  private Socket sent(String method, String target, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    String head =
        "%s %s HTTP/1.1\r\nHost: local\r\nx-api-key: k\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, target, body.length());
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** What comes up to an end. */
  private String raw(String method, String target, String body, String end) throws IOException {
    StringBuilder answer = new StringBuilder();
    try (Socket socket = sent(method, target, body)) {
      InputStream in = socket.getInputStream();
      while (answer.indexOf(end) < 0) {
        int b = in.read();
        if (b < 0) {
          throw new EOFException(answer.toString());
        }
        answer.append((char) b);
      }
    }
    return answer.toString();
  }
}
