package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.IndexingTask;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Scope;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoFilter;
import dev.sluice.provider.VideoFilter.Measure;
import dev.sluice.provider.VideoIndex;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Indexes, their videos and the older tasks against scripted answers in the documented shapes. */
class IndexesTest {
  private static final ProviderRef INDEX = new ProviderRef("6a5e85dea51eb9c9b9c8006a");
  private static final ProviderRef VIDEO = new ProviderRef("6a5e85e073d98e8a6ca42725");
  private static final String SHOWN =
      """
      {"_id":"6a5e85dea51eb9c9b9c8006a","created_at":"2026-07-20T20:32:30.123Z",
       "updated_at":"2026-07-20T20:33:14.068Z","expires_at":"2026-10-18T20:32:30Z",
       "index_name":"demo","total_duration":60,"video_count":1,
       "models":[{"model_name":"marengo3.0","model_options":["visual","audio"]}],
       "addons":["thumbnail"]}""";
  private static final String TASK =
      """
      {"_id":"6a5e85e073d98e8a6ca42725","index_id":"6a5e85dea51eb9c9b9c8006a",
       "video_id":"6a5e85e073d98e8a6ca42725","status":"ready",
       "system_metadata":{"filename":"bbb-60s.mp4","duration":60,"width":854,"height":480},
       "created_at":"2026-07-20T20:32:32.418Z","updated_at":"2026-07-20T20:33:14.068Z",
       "hls":{"status":"COMPLETE","updated_at":"2026-07-20T20:33:17.087692515Z"}}""";
  private static final String STORED =
      """
      {"_id":"6a5e85e073d98e8a6ca42725","created_at":"2026-07-20T20:32:32Z","status":"ready",
       "embedding":{"model_name":"marengo3.0","video_embedding":{"segments":[
        {"float":[0,1],"start_offset_sec":6.2,"end_offset_sec":9,"embedding_option":"visual",
         "embedding_scope":"clip"},
        {"float":[1,0],"start_offset_sec":0,"end_offset_sec":6.2,"embedding_option":"visual",
         "embedding_scope":"clip"},
        {"float":[0.6,0.8],"start_offset_sec":0,"end_offset_sec":9,"embedding_option":"visual",
         "embedding_scope":"video"}]}},
       "transcription":null}""";

  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void createsAreSentInTheDocumentedShape() throws Exception {
    rig.answers(201, id(INDEX));
    assertThat(rig.provider.indexes().create("demo", "marengo3.0", List.of("visual", "audio")))
        .isEqualTo(new Pending(INDEX));
    assertThat(rig.request().getBody().utf8())
        .isEqualTo(
            "{\"index_name\":\"demo\",\"models\":[{\"model_name\":\"marengo3.0\","
                + "\"model_options\":[\"visual\",\"audio\"]}]}");
    rig.answers(202, id(VIDEO));
    assertThat(add(Map.of())).isEqualTo(new Pending(VIDEO));
    assertThat(rig.request().getBody().utf8())
        .isEqualTo("{\"asset_id\":\"%s\"}".formatted(Replies.ASSET.id()));
    rig.answers(202, id(VIDEO));
    add(Map.of("rating", 9.5));
    assertThat(rig.request().getBody().utf8()).endsWith(",\"user_metadata\":{\"rating\":9.5}}");
    rig.answers(201, id(VIDEO));
    assertThat(
            rig.provider
                .indexes()
                .tasks()
                .create(INDEX, new MediaSource.Url("https://h/a.mp4"), SendGate.OPEN))
        .isEqualTo(new Pending(VIDEO));
    assertThat(rig.request().getBody().utf8())
        .contains("name=\"index_id\"", INDEX.id(), "name=\"video_url\"", "https://h/a.mp4");
  }

  @Test
  void aWithdrawnModelIsNotAskedFor() {
    assertThat(rig.provider.indexes().create("demo", "marengo2.7", List.of("visual")))
        .isInstanceOf(Fatal.class);
    assertThat(rig.server.getRequestCount()).isZero();
  }

  @Test
  void anIndexNeedsNoStatusToBeReady() {
    rig.answers(200, SHOWN);
    Done done = (Done) rig.provider.indexes().look(INDEX);
    assertThat(rig.provider.indexes().read(done.answer()))
        .isEqualTo(
            new VideoIndex(
                INDEX,
                "demo",
                Instant.parse("2026-07-20T20:32:30.123Z"),
                Optional.of(Instant.parse("2026-10-18T20:32:30Z")),
                Map.of("marengo3.0", List.of("visual", "audio")),
                60,
                1));
    rig.answers(200, "{}");
    assertThat(rig.provider.indexes().look(INDEX)).isEqualTo(new Pending(INDEX));
  }

  @Test
  void deletedIsWhateverTheBodyAndDoubtStaysDoubt() {
    rig.answers(200, "").answers(204, "").answers(200, "{}");
    for (int i = 0; i < 3; i++) {
      assertThat(rig.provider.indexes().delete(INDEX)).isInstanceOf(Done.class);
    }
    rig.answers(503, "").answers(429, "").answers(401, Replies.flat("api_key_invalid", "no"));
    assertThat(rig.provider.indexes().delete(INDEX)).isInstanceOf(Unsure.class);
    assertThat(rig.provider.indexes().delete(INDEX)).isInstanceOf(Throttled.class);
    assertThat(rig.provider.indexes().delete(INDEX)).isInstanceOf(Fatal.class);
    assertThat(rig.server.getRequestCount()).isEqualTo(6);
  }

  @Test
  void whatIsAnotherAccountsIsNotThereForUs() {
    String foreign =
        Replies.flat("read_not_allowed", "not authorized to read entity " + INDEX.id());
    rig.answers(403, foreign).answers(403, foreign).answers(403, foreign);
    assertThat(rig.provider.indexes().look(INDEX)).isInstanceOf(SourceGone.class);
    // The asset is ours: sending it again would not help.
    assertThat(add(Map.of())).isInstanceOf(Fatal.class);
    assertThat(rig.provider.indexes().tasks().look(VIDEO)).isInstanceOf(Fatal.class);
  }

  @Test
  void everyShapeOfErrorIsUnderstood() {
    rig.answers(404, "{\"error\":{\"code\":\"not_found\",\"message\":\"no such video\"}}")
        .answers(400, Replies.flat("resource_not_exist", "does not exist in videos"))
        .answers(400, "{\"error_code\":104,\"message\":\"no\"}");
    assertThat(look()).isInstanceOf(SourceGone.class);
    assertThat(look()).isInstanceOf(SourceGone.class);
    assertThat(look()).isEqualTo(new Refused("104", "looking was refused (400 104): no"));
    rig.answers(429, "").answers(429, "").answers(429, "").answers(429, "");
    assertThat(look()).isInstanceOf(Throttled.class);
  }

  @Test
  void filtersAreSentAsTheyAreDocumented() throws Exception {
    rig.answers(200, "{\"data\":[]}");
    rig.provider
        .indexes()
        .videos(INDEX)
        .list(
            VideoFilter.ALL
                .named("a b.mp4")
                .orStatus("ready")
                .orStatus("failed")
                .atLeast(Measure.DURATION, 600)
                .atMost(Measure.SIZE, 2e10)
                .createdSince(Instant.parse("2026-07-20T00:00:00Z"))
                .with("category", "sports"));
    assertThat(rig.request().getTarget())
        .startsWith("/v1.3/indexes/" + INDEX.id() + "/indexed-assets?")
        .contains(
            "status=ready",
            "status=failed",
            "duration%5Bgte%5D=600&",
            "size%5Blte%5D=20000000000&",
            "filename=a%20b.mp4",
            "created_at=2026-07-20T00%3A00%3A00Z",
            "category=sports",
            "page=1&page_limit=50");
  }

  @Test
  void storedVectorsComeInOrderOfTimeWithTheModelThatMadeThem() throws Exception {
    rig.answers(200, STORED);
    Done done =
        (Done) rig.provider.indexes().videos(INDEX).stored(VIDEO, "marengo3.0", List.of("visual"));
    assertThat(rig.request().getTarget()).endsWith(VIDEO.id() + "?embedding_option=visual");
    assertThat(done.servedBy()).isEqualTo("marengo3.0");
    List<EmbeddedSegment> segments = rig.provider.indexes().videos(INDEX).segments(done.answer());
    assertThat(segments)
        .extracting(EmbeddedSegment::scope, EmbeddedSegment::segmentNo, EmbeddedSegment::endSec)
        .containsExactly(
            tuple(Scope.CLIP, 0, 6.2), tuple(Scope.CLIP, 1, 9.0), tuple(Scope.VIDEO, 0, 9.0));
    assertThat(segments.get(0).vector()).containsExactly(1f, 0f);
  }

  @Test
  void vectorsOfAnotherModelOrOfNobodyAreRefused() {
    for (String other : List.of("\"Marengo-retrieval-2.7\"", "null")) {
      rig.answers(200, STORED.replace("\"marengo3.0\"", other));
      Refused refused =
          (Refused)
              rig.provider.indexes().videos(INDEX).stored(VIDEO, "marengo3.0", List.of("visual"));
      assertThat(refused.code()).isEqualTo("another_model");
      assertThat(refused.message()).contains(INDEX.id(), "not of marengo3.0");
    }
  }

  @Test
  void storedVectorsThatCannotBeComputedWithAreRejected() {
    for (String bad :
        List.of(
            "{}",
            "[]",
            STORED.replace("[0,1]", "[0,0]"),
            STORED.replace("[0,1]", "[0,1,0]"),
            STORED.replace("[0,1]", "null"),
            STORED.replace("\"start_offset_sec\":6.2,", ""))) {
      assertThatThrownBy(() -> rig.provider.indexes().videos(INDEX).segments(bad.getBytes(UTF_8)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aTaskAsItWasSeenLiveIsRead() {
    rig.answers(200, TASK);
    Done done = (Done) rig.provider.indexes().tasks().look(VIDEO);
    IndexingTask task = rig.provider.indexes().tasks().read(done.answer());
    assertThat(task.video()).contains(VIDEO);
    assertThat(task.index()).isEqualTo(INDEX);
    assertThat(task.fileName()).isEqualTo("bbb-60s.mp4");
    for (String status : List.of("uploading", "validating", "pending", "queued", "indexing")) {
      rig.answers(200, TASK.replace("\"status\":\"ready\"", "\"status\":\"" + status + "\""));
      assertThat(rig.provider.indexes().tasks().look(VIDEO)).isEqualTo(new Pending(VIDEO));
    }
  }

  @Test
  void anEntryWithoutIdOrTimeFailsTheList() {
    for (String row :
        List.of("{}", "null", "{\"_id\":\"a\"}", "{\"_id\":\"a\",\"created_at\":\"x\"}")) {
      rig.answers(200, "{\"data\":[" + row + "]}");
      assertThatThrownBy(() -> rig.provider.indexes().all())
          .as(row)
          .isInstanceOf(ListingFailed.class)
          .hasMessageContaining("indexes");
    }
  }

  private CallOutcome add(Map<String, Object> userMetadata) {
    return rig.provider.indexes().add(INDEX, Replies.ASSET, userMetadata, SendGate.OPEN);
  }

  private CallOutcome look() {
    return rig.provider.indexes().videos(INDEX).look(VIDEO);
  }

  private static String id(ProviderRef ref) {
    return "{\"_id\":\"" + ref.id() + "\"}";
  }
}
