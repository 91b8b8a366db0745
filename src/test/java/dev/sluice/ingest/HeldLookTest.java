package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideo;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import dev.sluice.tables.VideoRow;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Rows that name what the provider has, looked at one by one. */
class HeldLookTest {
  private static final ProviderRef ASSET = new ProviderRef("a1");
  private static final CallOutcome DONE = new CallOutcome.Done(new byte[0], Usage.NONE, ASSET, "");
  private static final IndexedVideo.Shown SHOWN =
      new IndexedVideo.Shown(
          "theirs.mp4",
          OptionalDouble.of(12),
          OptionalDouble.of(25),
          OptionalInt.of(640),
          OptionalInt.of(360),
          OptionalLong.of(1000));

  @Test
  void whatWasFoundIsNotAskedAgain() {
    Theirs theirs = new Theirs("twelvelabs", DONE, SHOWN);
    for (String uri : List.of("twelvelabs:asset/a1", "twelvelabs:index/i1/v1")) {
      Examined first = examine(theirs, row(uri, null), null);
      assertThat(first.reason()).isNull();
      assertThat(first.opened()).isFalse();
      int asked = theirs.asked;
      Examined again = examine(theirs, row(uri, null), first.video());
      assertThat(again.video()).isEqualTo(first.video());
      assertThat(theirs.asked).isEqualTo(asked);
    }
    assertThat(theirs.asked).isEqualTo(2);
  }

  @Test
  void anotherProviderIsAskedForItself() {
    Theirs one = new Theirs("twelvelabs", DONE, SHOWN);
    Theirs other = new Theirs("emulator", DONE, SHOWN);
    VideoRow known = examine(one, row("twelvelabs:asset/a1", null), null).video();
    VideoRow there = examine(other, row("twelvelabs:asset/a1", null), known).video();
    assertThat(other.asked).isEqualTo(1);
    assertThat(there.contentId()).isNotEqualTo(known.contentId());
  }

  @Test
  void aFactThatRefusedItAndIsTakenBackIsAskedFor() {
    Theirs theirs = new Theirs("twelvelabs", DONE, SHOWN);
    VideoRow refused = examine(theirs, lasting(2.0), null).video();
    assertThat(refused.reason()).isEqualTo("too_short");
    VideoRow corrected = examine(theirs, lasting(null), refused).video();
    assertThat(corrected.status()).isEqualTo(VideoRow.ACCEPTED);
    assertThat(corrected.durationSec()).isEqualTo(12);
  }

  private static ManifestRow lasting(Double sec) {
    return new ManifestRow(
        "v",
        "twelvelabs:asset/a1",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        sec,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        null,
        1,
        null);
  }

  @Test
  void aDigestOfTheManifestIsItsIdentity() {
    Theirs theirs = new Theirs("twelvelabs", DONE, SHOWN);
    Examined with = examine(theirs, row("twelvelabs:asset/a1", "ab".repeat(32)), null);
    assertThat(with.video().contentId()).isEqualTo("sha256:" + "ab".repeat(32));
  }

  @Test
  void aRowOfAListIsNotAskedAbout() {
    IndexedVideo video =
        new IndexedVideo(
            new ProviderRef("v1"),
            Optional.of(ASSET),
            java.time.Instant.EPOCH,
            "ready",
            SHOWN,
            Map.of("rating", 9.5));
    Theirs theirs = new Theirs("twelvelabs", DONE, SHOWN);
    ManifestRow listed = IndexListStep.row(new ProviderRef("i1"), video);
    Examined examined = examine(theirs, listed, null);
    assertThat(theirs.asked).isZero();
    assertThat(examined.video().videoId()).isEqualTo("v1");
    assertThat(examined.video().fps()).isEqualTo(25);
    assertThat(examined.video().sizeBytes()).isEqualTo(1000);
    assertThat(examined.video().title()).isEqualTo("theirs.mp4");
    assertThat(examined.video().attributes()).isEqualTo(Map.of("rating", "9.5"));
  }

  @Test
  void whatIsNotReadyIsAskedAgainNextTime() {
    Theirs theirs = new Theirs("twelvelabs", new CallOutcome.Pending(ASSET), SHOWN);
    Examined first = examine(theirs, row("twelvelabs:asset/a1", null), null);
    assertThat(first.reason()).isEqualTo("asset_not_ready");
    assertThat(first.replayable()).isTrue();
    examine(theirs, row("twelvelabs:asset/a1", null), first.video());
    assertThat(theirs.asked).isEqualTo(2);
  }

  @Test
  void aPictureIsRefusedForWhatIsMissing() {
    IndexedVideo.Shown picture =
        new IndexedVideo.Shown(
            "one.jpg",
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalLong.of(10));
    Theirs theirs = new Theirs("twelvelabs", DONE, picture);
    assertThat(examine(theirs, row("twelvelabs:asset/a1", null), null).reason())
        .isEqualTo("no_facts");
  }

  @Test
  void afterAWrongKeyNobodyIsAskedAgain() {
    CallOutcome fatal = new CallOutcome.Fatal(CallOutcome.FatalCause.BAD_KEY, "wrong key");
    Theirs theirs = new Theirs("twelvelabs", fatal, SHOWN);
    Examination examination = examination(theirs);
    for (int i = 0; i < 3; i++) {
      assertThat(examination.examine(row("twelvelabs:asset/a" + i, null), null).reason())
          .isEqualTo(Refusal.PROVIDER_STOPPED);
    }
    assertThat(theirs.asked).isEqualTo(1);
  }

  private static Examined examine(HeldVideos held, ManifestRow row, VideoRow known) {
    return examination(held).examine(row, known);
  }

  private static Examination examination(HeldVideos held) {
    return new Examination(
        null,
        ModelRules.of(List.of("marengo3.0")),
        () -> {
          throw new AssertionError("nothing to measure");
        },
        new Configuration(false),
        new HeldLook(held));
  }

  private static ManifestRow row(String uri, String sha256) {
    return new ManifestRow(
        "v", uri, null, null, null, null, null, null, null, null, null, null, null, null, null,
        sha256, null, null, Map.of(), null, 1, null);
  }

  /** A provider that always says the same. */
  private static final class Theirs implements HeldVideos {
    private static final long serialVersionUID = 1L;
    private final String namespace;
    private final transient CallOutcome outcome;
    private final transient IndexedVideo.Shown shown;
    private int asked;

    Theirs(String namespace, CallOutcome outcome, IndexedVideo.Shown shown) {
      this.namespace = namespace;
      this.outcome = outcome;
      this.shown = shown;
    }

    @Override
    public String namespace() {
      return namespace;
    }

    @Override
    public CallOutcome index(ProviderRef index) {
      return outcome;
    }

    @Override
    public Iterator<IndexedVideo> ready(ProviderRef index) {
      throw new AssertionError("no list is needed");
    }

    @Override
    public CallOutcome look(HeldUri video) {
      asked++;
      return outcome;
    }

    @Override
    public HeldVideo read(HeldUri video, byte[] answer) {
      return new HeldVideo(video.from(Optional.of(ASSET)), shown);
    }

    @Override
    public CallOutcome stored(HeldUri video, String model, List<String> modalities) {
      throw new AssertionError("no vectors are needed");
    }

    @Override
    public List<EmbeddedSegment> segments(HeldUri video, byte[] answer) {
      throw new AssertionError("no vectors are needed");
    }
  }
}
