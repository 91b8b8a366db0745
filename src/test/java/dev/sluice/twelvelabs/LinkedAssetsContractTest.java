package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.AssetStore;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Failed;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.EmbedInput;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoIndexes;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Assets by link: the client against the emulator with made-up answers. */
class LinkedAssetsContractTest {
  private static final MediaSource.Url FILM =
      new MediaSource.Url("https://example.org/a.mp4?seconds=20");

  private static Emulated emulated;
  private static AssetStore assets;

  @BeforeAll
  static void start() {
    emulated = new Emulated();
    assets = emulated.provider.assets();
  }

  @AfterAll
  static void stop() {
    emulated.close();
  }

  @Test
  void aLinkBecomesAnAssetWithTheNameToFindItByAndCanBeIndexed() throws Exception {
    long before = emulated.server.log().creates(Operation.UPLOAD);
    ProviderRef asset = Emulated.accepted(assets.link("f1-linked.mp4", FILM));
    assertThat(emulated.server.log().creates(Operation.UPLOAD)).isEqualTo(before + 1);
    CallOutcome.Done done = Emulated.done(() -> assets.look(asset));
    assertThat(done.ref()).isEqualTo(asset);
    assertThat(done.usage().mediaMinutes()).isZero();
    IndexedVideo.Shown shown = assets.read(done.answer());
    assertThat(shown.fileName()).isEqualTo("f1-linked.mp4");
    assertThat(shown.durationSec()).hasValue(20);
    assertThat(assets.find("f1-linked.mp4")).containsExactly(asset);
    VideoIndexes indexes = emulated.provider.indexes();
    ProviderRef index =
        Emulated.accepted(indexes.create("of links", "marengo3.0", List.of("visual")));
    ProviderRef video = Emulated.accepted(indexes.add(index, asset, Map.of(), SendGate.OPEN));
    Emulated.done(() -> indexes.videos(index).look(video));
  }

  @Test
  void aLinkedPictureIsAnAssetForEveryKindOfRequestWithAPicture() throws Exception {
    MediaSource.Url link = new MediaSource.Url("https://example.org/a.png");
    ProviderRef asset = Emulated.accepted(assets.link("f1-linked.png", link));
    Emulated.done(() -> assets.look(asset));
    MediaSource picture = new MediaSource.Asset(asset);
    for (EmbedInput one :
        List.of(new EmbedInput.Image(picture), new EmbedInput.TextImage("a dog", picture))) {
      for (String model : List.of("marengo3.0", "marengo3.5")) {
        CallOutcome done = emulated.provider.atOnce().embed(model, one, SendGate.OPEN);
        assertThat(done).as("%s %s", model, one).isInstanceOf(CallOutcome.Done.class);
      }
    }
  }

  @Test
  void whatLeadsToNoFileHasFailedOnceItWasLookedAt() throws Exception {
    MediaSource.Url empty = new MediaSource.Url("https://example.org/page?seconds=0");
    ProviderRef asset = Emulated.accepted(assets.link("f1-page.mp4", empty));
    Failed failed = (Failed) Emulated.ended(() -> assets.look(asset));
    assertThat(failed.code()).isEqualTo("asset_failed");
    assertThat(failed.message()).contains("does not lead to a video");
  }

  @Test
  void onlyWebLinksAreTaken() {
    for (String url : List.of("ftp://h/a.mp4", "s3://bucket/a.mp4", "/home/a.mp4", "a b")) {
      CallOutcome outcome = assets.link("f1-odd.mp4", new MediaSource.Url(url));
      assertThat(outcome).as(url).isInstanceOf(Refused.class);
      assertThat(((Refused) outcome).code()).as(url).isEqualTo("parameter_invalid");
    }
    assertThat(assets.find("f1-odd.mp4")).isEmpty();
  }

  @Test
  void itIsSentOnceAndInDoubtItIsFoundByItsName() {
    String name = "f1-once.mp4";
    Supplier<CallOutcome> link = () -> assets.link(name, FILM);
    assertThat(with(Fault.RATE_LIMITED, link)).isInstanceOf(Throttled.class);
    assertThat(with(Fault.UNAUTHORIZED, link)).isInstanceOf(Fatal.class);
    assertThat(with(Fault.SERVER_ERROR, link)).isInstanceOf(Unsure.class);
    assertThat(assets.find(name)).isEmpty();
    for (Fault fault :
        List.of(Fault.DROPPED_AFTER, Fault.SERVER_ERROR_AFTER, Fault.GARBAGE_AFTER)) {
      int before = assets.find(name).size();
      assertThat(with(fault, link)).as(fault.key()).isInstanceOf(Unsure.class);
      assertThat(assets.find(name)).as(fault.key()).hasSize(before + 1);
    }
  }

  @Test
  void aSignedLinkArrivesWholeAndItsSignatureIsInNoMessage() throws Exception {
    String signed = "https://b.s3.amazonaws.com/a.mp4?X-Amz-Expires=60&X-Amz-Signature=c0ffee%2F";
    try (Rig rig = new Rig()) {
      rig.answersLike(201, "asset-processing");
      rig.answers(
          400,
          Replies.flat("parameter_invalid", "The url parameter is invalid. Cannot read " + signed));
      AssetStore there = rig.provider.assets();
      assertThat(there.link("f1-a.mp4", new MediaSource.Url(signed)))
          .isEqualTo(new Pending(Replies.ASSET));
      assertThat(rig.request().getBody().utf8())
          .contains(
              "name=\"method\"",
              "\r\n\r\nurl\r\n",
              "\r\n\r\nf1-a.mp4\r\n",
              "\r\n\r\n" + signed + "\r\n");
      Refused refused = (Refused) there.link("f1-a.mp4", new MediaSource.Url(signed));
      assertThat(refused.code()).isEqualTo("parameter_invalid");
      assertThat(refused.message()).contains("a.mp4").doesNotContain("c0ffee");
    }
  }

  private static CallOutcome with(Fault fault, Supplier<CallOutcome> call) {
    emulated.server.faults().next(Operation.UPLOAD, fault, 1);
    return call.get();
  }
}
