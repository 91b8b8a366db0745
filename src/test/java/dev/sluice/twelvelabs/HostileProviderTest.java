package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.EmbedInput;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.SendGate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A provider that means harm: it must get neither memory, nor the key, nor another address. */
class HostileProviderTest {
  private static final MediaSource ASSET = new MediaSource.Asset(new ProviderRef("a1"));
  private static final EmbedRequest EMBED =
      new EmbedRequest(
          "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty());
  private static final AnalyzeRequest ANALYZE =
      new AnalyzeRequest(
          "pegasus1.5", "What is it?", List.of("a", "b"), 0.2, 200, Optional.empty());

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
  void anAnswerThatUnpacksWithoutEndIsCutOff() throws IOException {
    always(bomb(200));
    assertThat(rig.provider.embedder().look(Replies.TASK))
        .isInstanceOf(Refused.class)
        .asString()
        .contains("answer_too_large");
    assertThat(create()).as("it may have been accepted").isInstanceOf(Unsure.class);
    always(bomb(400));
    assertThat(create()).isInstanceOf(Unsure.class);
  }

  @Test
  void aListWithoutEndIsGivenUp() throws IOException {
    always(bomb(200));
    assertThatThrownBy(() -> rig.provider.embedder().createdSince(Instant.EPOCH))
        .isInstanceOf(ListingFailed.class)
        .hasMessageContaining("larger than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "\"ready\"",
        "7",
        "{}",
        "{\"_id\":{}}",
        "{\"_id\":[\"a\"]}",
        "{\"status\":[]}",
        "{\"status\":{\"a\":1}}",
        "{\"status\":\"ready\",\"data\":\"x\",\"result\":7}",
        "{\"status\":\"ready\",\"data\":[{\"embedding\":\"x\"}]}",
        "{\"data\":{},\"page_info\":\"x\"}",
        "{\"data\":[7,null]}",
        "{\"data\":[{\"_id\":{},\"created_at\":7}],\"page_info\":{\"total_page\":1}}",
        "{\"error\":[],\"code\":{},\"message\":[[]]}",
        "{\"_id\":1e999999999}"
      })
  void wrongTypesAreAnOutcomeAndNeverAnException(String body) {
    for (int status : List.of(200, 202, 400, 404)) {
      always(Rig.response(status, body));
      for (Callable<CallOutcome> call : calls()) {
        assertThat(outcome(call)).isNotNull();
      }
      readsNothing(body.getBytes(UTF_8));
      try {
        assertThat(rig.provider.assets().find("x")).isEmpty();
      } catch (ListingFailed e) {
        assertThat(e).hasMessageContaining("the list of assets");
      }
    }
  }

  @Test
  void nestingWithoutEndIsAnOutcome() {
    always(Rig.response(200, "{\"a\":".repeat(100_000)));
    for (Callable<CallOutcome> call : calls()) {
      assertThat(outcome(call)).isNotNull().isNotInstanceOf(Done.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "../../indexes/1", "a/b", "a?force=true", "a b", "a\\u0000"})
  void anIdThatLeadsElsewhereIsNoId(String id) {
    always(Rig.response(202, "{\"_id\":\"" + id + "\",\"status\":\"processing\"}"));
    assertThat(create()).isInstanceOf(Unsure.class);
  }

  @Test
  void anIdWithoutEndIsNoId() {
    always(Rig.response(202, "{\"_id\":\"" + "a".repeat(5_000) + "\"}"));
    assertThat(create()).isInstanceOf(Unsure.class);
  }

  @Test
  void noRequestFollowsARedirect() throws IOException {
    try (Rig inside = new Rig()) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        always(redirect(status, inside.base() + "/latest/meta-data"));
        for (Callable<CallOutcome> call : calls()) {
          assertThat(outcome(call)).isNotInstanceOf(Done.class);
        }
      }
      assertThatThrownBy(() -> rig.provider.assets().find("x")).isInstanceOf(ListingFailed.class);
      assertThat(inside.server.getRequestCount()).isZero();
    }
  }

  /** What is stored as an answer and is none: nobody gets a vector or a label out of it. */
  private void readsNothing(byte[] answer) {
    assertThatThrownBy(() -> rig.provider.embedder().read(answer))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rig.provider.atOnce().vector(answer))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rig.provider.analyst().read(answer))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Callable<CallOutcome>> calls() {
    return List.of(
        this::create,
        () -> rig.provider.analyst().create(ANALYZE, ASSET, SendGate.OPEN, "tag"),
        () -> rig.provider.assets().upload("x", 1, () -> new ByteArrayInputStream(new byte[1])),
        () ->
            rig.provider.atOnce().embed("marengo3.0", new EmbedInput.Text("words"), SendGate.OPEN),
        () -> rig.provider.embedder().look(Replies.TASK),
        () -> rig.provider.analyst().look(Replies.TASK),
        () -> rig.provider.assets().look(Replies.TASK));
  }

  private CallOutcome create() {
    return rig.provider.embedder().create(EMBED, ASSET, SendGate.OPEN);
  }

  private void always(MockResponse.Builder answer) {
    rig.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer.build();
          }
        });
  }

  private static CallOutcome outcome(Callable<CallOutcome> call) {
    try {
      return call.call();
    } catch (Exception e) {
      throw new AssertionError("an adapter never throws for what a provider does", e);
    }
  }

  private static MockResponse.Builder redirect(int status, String to) {
    return Rig.response(status, "").addHeader("Location", to);
  }

  /** 300 MB of blanks in 300 kB. */
  private static MockResponse.Builder bomb(int status) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] blanks = " ".repeat(1 << 20).getBytes(UTF_8);
      for (int i = 0; i < 300; i++) {
        gzip.write(blanks);
      }
    }
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .addHeader("Content-Encoding", "gzip")
        .body(new Buffer().write(packed.toByteArray()));
  }
}
