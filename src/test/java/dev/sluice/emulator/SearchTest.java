package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Frames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches over an index of three demo clips. */
class SearchTest {
  private static final Path FACE = Client.CLIPS.resolve("face_b_00.mp4");

  @TempDir private static Path folder;

  private static EmulatorServer server;
  private static Client client;
  private static String index;
  private static final List<String> VIDEOS = new ArrayList<>();
  private static Path picture;

  @BeforeAll
  static void start() throws Exception {
    server = EmulatorServer.start(EmulatorConf.defaults());
    client = new Client(server, "k");
    index = client.index("i");
    for (String clip : List.of("face_b_00", "pedestrians_00", "tree_00")) {
      String asset = client.asset(Client.CLIPS.resolve(clip + ".mp4"), clip);
      String more = ",\"user_metadata\":{\"clip\":\"%s\"}".formatted(clip);
      VIDEOS.add(client.indexed(index, asset, more));
    }
    picture = folder.resolve("face.jpg");
    Files.write(picture, new Frames(FfmpegPrograms.onThisMachine()).jpeg(FACE, 2, 640));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void pagesFollowTheirTokensAndTheLastOneHasNone() throws Exception {
    JsonNode page =
        search("query_text", "a face", "page_limit", "1", "search_options", "visual").json();
    assertThat(page.at("/search_pool/total_count").asInt()).isEqualTo(3);
    int total = page.at("/page_info/total_results").asInt();
    assertThat(total).isGreaterThanOrEqualTo(3);
    List<Integer> ranks = new ArrayList<>();
    while (true) {
      page.get("data").forEach(ranksRow -> ranks.add(ranksRow.get("rank").asInt()));
      JsonNode next = page.at("/page_info/next_page_token");
      if (next.isMissingNode()) {
        break;
      }
      page = client.get("/search/" + next.asText()).json();
      assertThat(page.at("/page_info").has("prev_page_token")).isTrue();
    }
    assertThat(ranks).hasSize(total).isSorted();
    assertThat(server.log().creates(Operation.SEARCH)).isPositive();
  }

  @Test
  void pictureFindsTheVideoThatItIsFrom() throws Exception {
    Client.Reply found =
        search(
            "query_media_type",
            "image",
            "@query_media_file",
            picture.toString(),
            "search_options",
            "visual",
            "include_user_metadata",
            "true");
    assertThat(found.json().at("/data/0/video_id").asText()).isEqualTo(VIDEOS.get(0));
    assertThat(found.json().at("/data/0/user_metadata/clip").asText()).isEqualTo("face_b_00");
    assertThat(found.header("X-Sluice-Emulator")).isEqualTo(AppearanceModel.name());
  }

  @Test
  void madeUpVectorOfATextIsSaidToBeOne() throws Exception {
    Client.Reply found = search("query_text", "a face", "search_options", "visual");
    assertThat(found.header("X-Sluice-Emulator"))
        .isEqualTo(AppearanceModel.name() + ", " + MadeUpAnswers.NAME);
    assertThat(search("query_text", "a face", "search_options", "visual").json().get("data"))
        .isEqualTo(found.json().get("data"));
  }

  @Test
  void filtersAndGroupsByVideo() throws Exception {
    String filter =
        "{\"id\":[\"%s\",\"%s\"],\"duration\":{\"gte\":1},\"clip\":\"tree_00\"}"
            .formatted(VIDEOS.get(1), VIDEOS.get(2));
    JsonNode found =
        search("query_text", "x", "search_options", "visual", "filter", filter, "group_by", "video")
            .json();
    assertThat(found.get("data")).hasSize(1);
    assertThat(found.at("/data/0/id").asText()).isEqualTo(VIDEOS.get(2));
    assertThat(found.at("/data/0/clips/0/video_id").asText()).isEqualTo(VIDEOS.get(2));
    assertThat(found.at("/page_info/total_inner_matches").asInt()).isPositive();
  }

  @Test
  void nothingIsFoundBySound() throws Exception {
    assertThat(search("query_text", "x", "search_options", "audio").json().get("data")).isEmpty();
    assertThat(
            search(
                    "query_text",
                    "x",
                    "search_options",
                    "audio",
                    "search_options",
                    "visual",
                    "operator",
                    "and")
                .json()
                .get("data"))
        .isEmpty();
  }

  @Test
  void wrongSearchesAreToldWhatIsWrong() throws Exception {
    assertCode(search("search_options", "visual"), "parameter_not_provided");
    assertCode(search("query_text", "x"), "parameter_not_provided");
    assertCode(search("query_text", "x", "search_options", "smell"), "parameter_invalid");
    assertCode(
        search("query_text", "x", "search_options", "visual", "filter", "{"),
        "search_filter_invalid");
    String mute =
        client
            .post("/indexes", Client.indexBody("mute").replace(",\"audio\"", ""))
            .json()
            .get("_id")
            .asText();
    assertCode(
        client.form("/search", "index_id", mute, "query_text", "x", "search_options", "audio"),
        "search_option_not_supported");
  }

  @Test
  void unknownPageIsRefusedInItsOwnShape() throws Exception {
    Client.Reply reply = client.get("/search/d9fb71d027aa4b99a54865e45f42019a-1");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("error_code").isInt()).isTrue();
    assertThat(reply.json().has("code")).isFalse();
  }

  @Test
  void expiredPageIsScripted() throws Exception {
    String next =
        search("query_text", "x", "page_limit", "1", "search_options", "visual")
            .json()
            .at("/page_info/next_page_token")
            .asText();
    server.faults().next("GET /search/{id}", Fault.PAGE_EXPIRED, 1);
    assertThat(client.get("/search/" + next).json().has("error_code")).isTrue();
    assertThat(client.get("/search/" + next).status()).isEqualTo(200);
  }

  private static Client.Reply search(String... fields) throws Exception {
    Stream<String> all = Stream.concat(Stream.of("index_id", index), Arrays.stream(fields));
    return client.form("/search", all.toArray(String[]::new));
  }

  private static void assertCode(Client.Reply reply, String code) {
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().get("code").asText()).isEqualTo(code);
  }
}
