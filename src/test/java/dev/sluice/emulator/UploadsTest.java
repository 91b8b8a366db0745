package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.testing.WireContract;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads in parts, as a client that knows nothing of the emulator sees them. */
class UploadsTest {
  private static final int CHUNK = 5 << 20;
  private static final String UPLOADS = "/assets/multipart-uploads";
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;

  @Test
  void partsInAnyOrderBecomeTheAssetThatWasPromised() throws Exception {
    byte[] film = film(CHUNK + 1000);
    try (EmulatorServer server = start()) {
      Client client = new Client(server, "k");
      Client.Reply begun = begin(client, film.length);
      assertThat(begun.status()).isEqualTo(201);
      WireContract.of("upload-session").checkExactly(begun.json().toString());
      String upload = begun.json().get("upload_id").asText();
      String asset = begun.json().get("asset_id").asText();
      String second = put(begun.json(), 2, film);
      report(client, upload, 2, second, 1000);
      JsonNode status = client.get(UPLOADS + "/" + upload).json();
      WireContract.of("upload-status").checkExactly(status.toString());
      assertThat(status.get("uploaded_chunks").findValuesAsText("index")).containsExactly("2");
      assertThat(client.get("/assets/" + asset).status()).isEqualTo(400);
      JsonNode listed = client.get(UPLOADS).json();
      WireContract.of("upload-list").checkExactly(listed.toString());
      assertThat(listed.get("data").findValuesAsText("upload_id")).containsExactly(upload);

      JsonNode report = report(client, upload, 1, put(begun.json(), 1, film), CHUNK).json();
      WireContract.of("upload-report").checkExactly(report.toString());
      assertThat(report.get("asset_id").asText()).isEqualTo(asset);
      JsonNode ready = client.settled("/assets/" + asset);
      assertThat(ready.get("status").asText()).isEqualTo("ready");
      assertThat(ready.get("method").asText()).isEqualTo("multipart");
      assertThat(ready.get("size").asLong()).isEqualTo(film.length);
      assertThat(client.get(UPLOADS + "/" + upload).json().get("status").asText())
          .isEqualTo("completed");
      assertThat(client.get(UPLOADS).json().get("data")).isEmpty();
      assertThat(server.log().creates(Operation.UPLOAD)).isEqualTo(1);
      assertThat(report(client, upload, 1, "x" + second, CHUNK).json().get("code").asText())
          .isEqualTo("parameter_invalid");
    }
  }

  @Test
  void aLinkWorksOnceAndForItsPartOnlyAndNeedsNoKey() throws Exception {
    byte[] film = film(2 * CHUNK);
    try (EmulatorServer server = start()) {
      Client client = new Client(server, "k");
      JsonNode begun = begin(client, film.length).json();
      String link = begun.get("upload_urls").get(0).get("url").asText();
      assertThat(send(link, part(film, 2), 3).statusCode()).isEqualTo(400);
      HttpResponse<Void> taken = send(link, part(film, 1), CHUNK);
      assertThat(taken.statusCode()).isEqualTo(200);
      assertThat(taken.headers().firstValue("ETag").orElseThrow()).matches("\"[0-9a-f]{32}\"");
      assertThat(send(link, part(film, 1), CHUNK).statusCode()).isEqualTo(403);
      assertThat(send(link.replace("/1?", "/2?"), part(film, 2), CHUNK).statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void moreLinksAreGivenOnRequest() throws Exception {
    try (EmulatorServer server = start()) {
      Client client = new Client(server, "k");
      JsonNode begun = begin(client, 60L * CHUNK).json();
      assertThat(begun.get("total_chunks").asInt()).isEqualTo(60);
      assertThat(begun.get("upload_urls")).hasSize(10);
      String more = UPLOADS + "/" + begun.get("upload_id").asText() + "/presigned-urls";
      JsonNode links = client.post(more, "{\"start\":20,\"count\":50}").json();
      WireContract.of("upload-links").checkExactly(links.toString());
      assertThat(links.get("upload_urls").findValuesAsText("chunk_index"))
          .hasSize(41)
          .startsWith("20")
          .endsWith("60");
      assertThat(client.post(more, "{\"start\":1,\"count\":51}").status()).isEqualTo(400);
      assertThat(client.post(more, "{\"start\":0,\"count\":5}").status()).isEqualTo(400);
    }
  }

  @Test
  void whatCameIsThereAfterARestart() throws Exception {
    byte[] film = film(CHUNK + 7);
    EmulatorConf conf = EmulatorConf.defaults().withMadeUpAnswers().withStateDir(folder);
    String upload;
    String asset;
    String second;
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      JsonNode begun = begin(client, film.length).json();
      upload = begun.get("upload_id").asText();
      asset = begun.get("asset_id").asText();
      report(client, upload, 1, put(begun, 1, film), CHUNK);
      second = put(begun, 2, film);
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      Client client = new Client(server, "k");
      assertThat(client.get(UPLOADS + "/" + upload).json().get("chunks_completed").asInt())
          .isEqualTo(1);
      report(client, upload, 2, second, 7);
      assertThat(client.settled("/assets/" + asset).get("size").asLong()).isEqualTo(film.length);
    }
    try (EmulatorServer server = EmulatorServer.start(conf)) {
      assertThat(new Client(server, "k").get("/assets/" + asset).json().get("status").asText())
          .isEqualTo("ready");
      assertThat(server.log().creates(Operation.UPLOAD)).isEqualTo(1);
    }
  }

  @Test
  void whatIsAskedForWronglyIsRefused() throws Exception {
    try (EmulatorServer server = start()) {
      Client client = new Client(server, "k");
      for (String body :
          List.of(
              "{\"filename\":\"\",\"type\":\"video\",\"total_size\":1}",
              "{\"filename\":\"a\",\"type\":\"film\",\"total_size\":1}",
              "{\"filename\":\"a\",\"type\":\"video\",\"total_size\":0}",
              "{\"filename\":\"a\",\"type\":\"video\",\"total_size\":10737418241}",
              "{\"filename\":\"a\",\"type\":\"image\",\"total_size\":40000000}",
              "{\"filename\":\"a\",\"type\":\"video\"}",
              "{\"filename\":\"a\",\"type\":\"video\",\"total_size\":1,\"more\":1}")) {
        assertThat(client.post(UPLOADS, body).status()).as(body).isEqualTo(400);
      }
      assertThat(client.get(UPLOADS + "/0123456789abcdef01234567").status()).isEqualTo(404);
      assertThat(new Client(server, "bad").get(UPLOADS).status()).isEqualTo(401);
    }
  }

  private static EmulatorServer start() {
    return EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
  }

  private static Client.Reply begin(Client client, long bytes)
      throws IOException, InterruptedException {
    return client.post(
        UPLOADS, "{\"filename\":\"a.mp4\",\"type\":\"video\",\"total_size\":%d}".formatted(bytes));
  }

  private static Client.Reply report(Client client, String upload, int index, String etag, int size)
      throws IOException, InterruptedException {
    return client.post(
        UPLOADS + "/" + upload,
        ("{\"completed_chunks\":[{\"chunk_index\":%d,\"proof\":\"%s\",\"proof_type\":\"etag\","
                + "\"chunk_size\":%d}]}")
            .formatted(index, etag, size));
  }

  private String put(JsonNode begun, int index, byte[] film)
      throws IOException, InterruptedException {
    String link = begun.get("upload_urls").get(index - 1).get("url").asText();
    byte[] part = part(film, index);
    return send(link, part, part.length)
        .headers()
        .firstValue("ETag")
        .orElseThrow()
        .replace("\"", "");
  }

  private HttpResponse<Void> send(String link, byte[] bytes, int length)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(link))
            .header("Content-Type", "application/octet-stream")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes, 0, length))
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private static byte[] part(byte[] film, int index) {
    int from = (index - 1) * CHUNK;
    return Arrays.copyOfRange(film, from, Math.min(film.length, from + CHUNK));
  }

  private static byte[] film(int bytes) {
    byte[] film = new byte[bytes];
    new Random(1).nextBytes(film);
    return film;
  }
}
