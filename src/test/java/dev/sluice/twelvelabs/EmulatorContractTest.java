package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Failed;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Listed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.Span;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.testing.WireContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client against the emulator: both speak the documented shapes, and understand each other. */
class EmulatorContractTest {
  private static final Path CLIP = Path.of("jobs/demo/clips/face_b_00.mp4");
  private static final String NAME = "f1-client-contract.mp4";
  private static final EmbedRequest EMBED =
      new EmbedRequest(
          "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty());
  private static final AnalyzeRequest ANALYZE =
      new AnalyzeRequest(
          "pegasus1.5",
          "Which label describes the clip?",
          List.of("person", "street"),
          0.2,
          512,
          Optional.of(new Span(0, 4.5)));

  private static EmulatorServer server;
  private static VideoProvider provider;
  private static ProviderRef asset;

  @BeforeAll
  static void start() throws Exception {
    server = EmulatorServer.start(EmulatorConf.defaults());
    provider = connect("emulator", server.baseUrl());
    CallOutcome uploaded =
        provider.assets().upload(NAME, Files.size(CLIP), () -> Files.newInputStream(CLIP));
    asset = ((Pending) uploaded).ref();
    Done ready = done(() -> provider.assets().look(asset));
    WireContract.of("asset-ready").check(new String(ready.answer(), UTF_8));
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  @Test
  void embedsWhatWasUploaded() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    ProviderRef task =
        ((Pending) provider.embedder().create(EMBED, new MediaSource.Asset(asset), SendGate.OPEN))
            .ref();
    Done done = done(() -> provider.embedder().look(task));
    WireContract.of("embed-ready").checkExactly(new String(done.answer(), UTF_8));
    assertThat(done.servedBy()).isEqualTo(EmulatorServer.embeddingModel());
    assertThat(done.usage().mediaMinutes()).isBetween(4.5 / 60, 5.5 / 60);
    assertThat(provider.embedder().read(done.answer()))
        .extracting(EmbeddedSegment::scope)
        .contains(Scope.CLIP, Scope.VIDEO);
    assertThat(provider.embedder().createdSince(before)).extracting(Listed::ref).contains(task);
  }

  @Test
  void answersAboutASpanAndRepeatsUnderOneKey() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    MediaSource source = new MediaSource.Asset(asset);
    ProviderRef task =
        ((Pending) provider.analyst().create(ANALYZE, source, SendGate.OPEN, "tag-1")).ref();
    assertThat(provider.analyst().create(ANALYZE, source, SendGate.OPEN, "tag-1"))
        .isEqualTo(new Pending(task));
    Done done = done(() -> provider.analyst().look(task));
    WireContract.of("analyze-ready").check(new String(done.answer(), UTF_8));
    assertThat(provider.analyst().read(done.answer()).text()).contains("label");
    assertThat(done.usage().mediaMinutes()).isGreaterThan(0);
    assertThat(provider.analyst().createdSince(before))
        .filteredOn(listed -> listed.customId().equals("tag-1"))
        .extracting(Listed::ref)
        .containsExactly(task);
  }

  @Test
  void findsTheUploadByItsExactName() {
    assertThat(provider.assets().find(NAME)).containsExactly(asset);
    assertThat(provider.assets().find(NAME.substring(1))).isEmpty();
  }

  @Test
  void whatIsDeletedIsGoneAndDeletingItAgainSaysSo() throws Exception {
    byte[] bytes = Files.readAllBytes(CLIP);
    CallOutcome uploaded =
        provider
            .assets()
            .upload("other.mp4", bytes.length, () -> new java.io.ByteArrayInputStream(bytes));
    ProviderRef other = ((Pending) uploaded).ref();
    done(() -> provider.assets().look(other));
    ProviderRef task =
        ((Pending)
                provider
                    .analyst()
                    .create(ANALYZE, new MediaSource.Asset(other), SendGate.OPEN, "tag-2"))
            .ref();
    done(() -> provider.analyst().look(task));
    assertThat(provider.analyst().delete(task)).isInstanceOf(Done.class);
    assertThat(provider.analyst().delete(task)).isInstanceOf(SourceGone.class);
    assertThat(provider.assets().delete(other)).isInstanceOf(Done.class);
    assertThat(provider.assets().delete(other)).isInstanceOf(SourceGone.class);
    assertThat(provider.assets().look(other)).isInstanceOf(SourceGone.class);
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    ProviderRef unknown = new ProviderRef("0123456789abcdef01234567");
    assertThat(provider.assets().look(unknown)).isInstanceOf(SourceGone.class);
    assertThat(provider.embedder().look(unknown)).isInstanceOf(Failed.class);
    assertThat(provider.analyst().look(unknown)).isInstanceOf(Failed.class);
    assertThat(provider.embedder().create(EMBED, new MediaSource.Asset(unknown), SendGate.OPEN))
        .isInstanceOf(SourceGone.class);
  }

  @Test
  void aWrongPathNameOrKeyStopsBeforeAnythingIsPaid() {
    MediaSource source = new MediaSource.Asset(asset);
    try (VideoProvider wrongPath = connect("emulator", server.baseUrl().replace("/v1.3", "/v9"));
        VideoProvider wrongName = connect("twelvelabs", server.baseUrl());
        VideoProvider wrongKey = connect("emulator", server.baseUrl(), "bad-key")) {
      assertThat(cause(wrongPath.embedder().create(EMBED, source, SendGate.OPEN)))
          .isEqualTo(FatalCause.WRONG_ADDRESS);
      assertThat(cause(wrongPath.embedder().look(asset))).isEqualTo(FatalCause.WRONG_ADDRESS);
      assertThat(cause(wrongName.assets().look(asset))).isEqualTo(FatalCause.WRONG_ADDRESS);
      assertThat(cause(wrongKey.embedder().create(EMBED, source, SendGate.OPEN)))
          .isEqualTo(FatalCause.BAD_KEY);
    }
  }

  private static FatalCause cause(CallOutcome outcome) {
    assertThat(outcome).isInstanceOf(Fatal.class);
    return ((Fatal) outcome).cause();
  }

  private static VideoProvider connect(String name, String base) {
    return connect(name, base, "tlk_any");
  }

  private static VideoProvider connect(String name, String base, String key) {
    return TwelveLabs.connect(
        new ProviderConf(name, base, "env:KEY", Duration.ofSeconds(20)),
        new TwelveLabs.Surroundings(variable -> key, pause -> {}, new Random(1), Ticker.system()));
  }

  private static Done done(Supplier<CallOutcome> look) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      CallOutcome outcome = look.get();
      if (outcome instanceof Done done) {
        return done;
      }
      assertThat(outcome).isInstanceOf(Pending.class);
      Sleeper.real().sleep(Duration.ofMillis(100));
    }
    throw new AssertionError("not done after a minute");
  }
}
