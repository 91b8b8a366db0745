package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Frames;
import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is answered while its client waits: {@code /embed-v2} and {@code /analyze}. */
class NowTest {
  private static final Path FACE = Client.CLIPS.resolve("face_b_00.mp4");

  private static EmulatorServer server;
  private static Client client;
  private static String face;

  @BeforeAll
  static void start() throws Exception {
    server = EmulatorServer.start(EmulatorConf.defaults());
    client = new Client(server, "k");
    face = client.asset(FACE, "a-face.mp4");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void textHasAUnitVectorNoMetadataAndIsMadeUp() throws Exception {
    Client.Reply reply = embed("\"text\":{\"input_text\":\"a face\"}", "text");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().has("metadata")).isFalse();
    assertThat(reply.header("X-Sluice-Emulator")).isEqualTo(MadeUpAnswers.NAME);
    JsonNode entry = reply.json().at("/data/0");
    for (String field : List.of("embedding_option", "embedding_scope", "start_sec", "end_sec")) {
      assertThat(entry.get(field).isNull()).isTrue();
    }
    float[] vector = vector(entry);
    assertThat(vector).hasSize(512);
    assertThat(Unit.cosine(vector, vector)).isCloseTo(1, within(1e-9));
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    assertThat(square).isCloseTo(1, within(1e-5));
    assertThat(embed("\"text\":{\"input_text\":\"a face\"}", "text").json())
        .isEqualTo(reply.json());
    assertThat(embed("\"text\":{\"input_text\":\"a tree\"}", "text").json())
        .isNotEqualTo(reply.json());
  }

  @Test
  void videoHasTheVectorsOfItsTask() throws Exception {
    Client.Reply reply = client.post("/embed-v2", Client.embedBody(face, ""));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().get("data")).isEqualTo(client.embed(face, "").get("data"));
    assertThat(reply.json().at("/metadata/end_offset_sec").asDouble()).isCloseTo(5, within(0.1));
  }

  @Test
  void pictureLiesNearTheVideoThatItIsFrom() throws Exception {
    float[] picture = vector(embed("\"image\":{\"media_source\":" + picture() + "}", "image"));
    float[] its = vector(whole(face));
    String tree = client.asset(Client.CLIPS.resolve("tree_00.mp4"), "t");
    assertThat(Unit.cosine(picture, its)).isGreaterThan(Unit.cosine(picture, vector(whole(tree))));
    assertThat(Unit.cosine(picture, its)).isGreaterThan(0.9);
  }

  @Test
  void anUploadedPictureIsLookedAtAsItsBytesAre(@TempDir Path dir) throws Exception {
    Path jpeg = Files.write(dir.resolve("face.jpg"), jpeg());
    String id = client.asset(jpeg, "face.jpg");
    JsonNode asset = client.get("/assets/" + id).json();
    assertThat(asset.get("file_type").asText()).isEqualTo("image/jpeg");
    assertThat(asset.has("duration")).isFalse();
    assertThat(asset.at("/technical_metadata/image_width").asInt()).isEqualTo(640);
    assertThat(asset.at("/size").asLong()).isEqualTo(Files.size(jpeg));
    assertThat(client.get("/assets?asset_types=image").json().at("/data/0/_id").asText())
        .isEqualTo(id);
    String source = "\"image\":{\"media_source\":{\"asset_id\":\"%s\"}}".formatted(id);
    float[] sent = vector(embed("\"image\":{\"media_source\":" + picture() + "}", "image"));
    assertThat(vector(embed(source, "image"))).isEqualTo(sent);
    assertRefused(client.post("/embed-v2", Client.embedBody(id, "")), "is a picture");
  }

  @Test
  void aLinkedPictureIsLookedAtAsItsBytesAre() throws Exception {
    byte[] bytes = jpeg();
    HttpServer files =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    files.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    files.start();
    try {
      String id =
          client.linked("http://127.0.0.1:%d/f.jpg".formatted(files.getAddress().getPort()));
      JsonNode asset = client.get("/assets/" + id).json();
      assertThat(asset.get("file_type").asText()).isEqualTo("image/jpeg");
      assertThat(asset.at("/technical_metadata/image_width").asInt()).isEqualTo(640);
      String source = "\"image\":{\"media_source\":{\"asset_id\":\"%s\"}}".formatted(id);
      float[] sent = vector(embed("\"image\":{\"media_source\":" + picture() + "}", "image"));
      assertThat(vector(embed(source, "image"))).isEqualTo(sent);
    } finally {
      files.stop(0);
    }
  }

  @Test
  void aPictureThatIsTooSmallIsNoUsableAsset(@TempDir Path dir) throws Exception {
    BufferedImage small = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    Path png = dir.resolve("small.png");
    ImageIO.write(small, "png", png.toFile());
    String id = client.upload(png, "small.png").json().get("_id").asText();
    JsonNode asset = client.settled("/assets/" + id);
    assertThat(asset.get("status").asText()).isEqualTo("failed");
    assertThat(asset.at("/error/message").asText()).contains("128x128");
  }

  @Test
  void textWithAPictureLiesBetweenTheTwo() throws Exception {
    String both = "\"text_image\":{\"input_text\":\"a face\",\"media_source\":" + picture() + "}";
    float[] mean = vector(embed(both, "text_image"));
    float[] text = vector(embed("\"text\":{\"input_text\":\"a face\"}", "text"));
    float[] picture = vector(embed("\"image\":{\"media_source\":" + picture() + "}", "image"));
    assertThat(Unit.cosine(mean, text)).isCloseTo(Unit.cosine(mean, picture), within(1e-3));
  }

  @Test
  void newerModelTakesMultipleInputsOnlyAndCountsTokens() throws Exception {
    String text = "\"text\":{\"input_text\":\"abcd\"}";
    Client.Reply wrong = client.post("/embed-v2", body(text, "text").replace("3.0", "3.5"));
    assertThat(wrong.status()).isEqualTo(400);
    String multi = body("\"multi_input\":{\"input_text\":\"abcd\"}", "multi_input");
    JsonNode answer = client.post("/embed-v2", multi.replace("3.0", "3.5")).json();
    assertThat(answer.at("/usage/input_tokens/text").asInt()).isEqualTo(1);
    assertThat(answer.at("/metadata").toString()).isEqualTo("{\"input_type\":\"multi_input\"}");
  }

  @Test
  void wrongInputsAreToldWhatIsWrong() throws Exception {
    assertRefused(embed("\"text\":\"a face\"", "text"), "received string, but expected object");
    assertRefused(embed("\"video\":{}", "smell"), "input_type");
    String long500 = "\"text\":{\"input_text\":\"%s\"}".formatted("word ".repeat(501));
    assertRefused(embed(long500, "text"), "500 tokens");
    String broken = Base64.getEncoder().encodeToString(new byte[2000]);
    assertRefused(
        embed("\"image\":{\"media_source\":{\"base64_string\":\"%s\"}}".formatted(broken), "image"),
        "JPEG or a PNG");
    assertRefused(
        embed("\"image\":{\"media_source\":{\"asset_id\":\"%s\"}}".formatted(face), "image"),
        "no picture");
  }

  @Test
  void answerComesAsOneObjectAndAsLinesThatSayTheSame() throws Exception {
    JsonNode whole = client.post("/analyze", Client.analyzeBody(face, ",\"stream\":false")).json();
    assertThat(whole.get("finish_reason").asText()).isEqualTo("stop");
    String lines = client.text("/analyze", Client.analyzeBody(face, ""));
    assertThat(lines).endsWith("\n");
    List<String> types = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (String line : lines.split("\n")) {
      JsonNode event = Client.JSON.readTree(line);
      types.add(event.get("event_type").asText());
      words.append(event.path("text").asText(""));
    }
    assertThat(types).startsWith("stream_start", "text_generation").endsWith("stream_end");
    assertThat(words.toString()).isEqualTo(whole.get("data").asText());
  }

  @Test
  void streamIsCutOffOrSlowWhereTheScriptSaysSo() throws Exception {
    server.faults().next("POST /analyze", Fault.CUT_OFF_AFTER, 1);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> client.text("/analyze", Client.analyzeBody(face, "")))
        .isInstanceOf(java.io.IOException.class);
    assertThat(client.text("/analyze", Client.analyzeBody(face, ""))).contains("stream_end");
  }

  @Test
  void whatTasksAloneTakeIsUnknownHere() throws Exception {
    assertRefused(
        client.post("/analyze", Client.analyzeBody(face, ",\"custom_id\":\"a\"")), "custom_id");
  }

  private static JsonNode whole(String asset) throws Exception {
    String scope = ",\"embedding_scope\":[\"asset\"]";
    return client.post("/embed-v2", Client.embedBody(asset, scope)).json().at("/data/0");
  }

  private static String picture() throws Exception {
    return "{\"base64_string\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(jpeg()));
  }

  private static byte[] jpeg() throws Exception {
    return new Frames(FfmpegPrograms.onThisMachine()).jpeg(FACE, 2, 640);
  }

  private static Client.Reply embed(String input, String type) throws Exception {
    return client.post("/embed-v2", body(input, type));
  }

  private static String body(String input, String type) {
    return "{\"input_type\":\"%s\",\"model_name\":\"marengo3.0\",%s}".formatted(type, input);
  }

  private static float[] vector(Client.Reply reply) {
    return vector(reply.json().at("/data/0"));
  }

  private static float[] vector(JsonNode entry) {
    return Client.JSON.convertValue(entry.get("embedding"), float[].class);
  }

  private static void assertRefused(Client.Reply reply, String why) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("message").asText()).contains(why);
  }
}
