package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Failed;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.IndexedVideos;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoEmbedder;
import dev.sluice.provider.VideoFilter;
import dev.sluice.provider.VideoIndex;
import dev.sluice.provider.VideoIndexes;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Indexes and their videos: the client against the emulator. */
class IndexesContractTest {
  private static final String MODEL = "marengo3.0";
  private static final ProviderRef UNKNOWN = new ProviderRef("0123456789abcdef01234567");

  private static Emulated emulated;
  private static VideoIndexes indexes;
  private static ProviderRef index;
  private static ProviderRef asset;
  private static ProviderRef video;

  @BeforeAll
  static void start() throws Exception {
    emulated = new Emulated();
    indexes = emulated.provider.indexes();
    asset = emulated.asset("shared.mp4");
    index = index("shared", List.of("visual", "audio"));
    video = added(index, asset, Map.of("kind", "coin", "rating", 9.5, "checked", true));
  }

  @AfterAll
  static void stop() {
    emulated.close();
  }

  @Test
  void indexIsMadeSeenListedAndDeletedWithItsVideos() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    ProviderRef own = index("indexIsMade", List.of("visual"));
    VideoIndex empty = seen(own);
    assertThat(empty.name()).isEqualTo("indexIsMade");
    assertThat(empty.models()).isEqualTo(Map.of(MODEL, List.of("visual")));
    assertThat(empty.createdAt()).isAfter(before);
    assertThat(empty.expiresAt()).isEmpty();
    assertThat(empty.videos()).isZero();
    ProviderRef its = added(own, asset, Map.of());
    assertThat(seen(own).videos()).isEqualTo(1);
    assertThat(seen(own).durationSec()).isGreaterThan(4);
    assertThat(indexes.all()).contains(seen(own), seen(index));
    assertThat(indexes.delete(own)).isInstanceOf(Done.class);
    assertThat(indexes.delete(own)).isInstanceOf(SourceGone.class);
    assertThat(indexes.look(own)).isInstanceOf(SourceGone.class);
    assertThat(indexes.videos(own).look(its)).isInstanceOf(SourceGone.class);
  }

  @Test
  void listsGoOverAllPagesNewestFirst() {
    try (Emulated other = new Emulated()) {
      VideoIndexes its = other.provider.indexes();
      for (int i = 0; i < 51; i++) {
        Emulated.accepted(its.create("i" + i, MODEL, List.of("visual")));
      }
      assertThat(its.all())
          .extracting(VideoIndex::name)
          .containsExactlyElementsOf(IntStream.range(0, 51).mapToObj(i -> "i" + (50 - i)).toList());
    }
  }

  @Test
  void aLongIndexIsReadPageByPageAsItIsWanted() throws Exception {
    String list = "GET /indexes/{id}/indexed-assets";
    ProviderRef own = index("aLongIndex", List.of("visual"));
    List<ProviderRef> added = new ArrayList<>();
    for (int i = 0; i < 51; i++) {
      added.add(Emulated.accepted(indexes.add(own, asset, Map.of(), SendGate.OPEN)));
    }
    long before = emulated.server.log().requests(list);
    Iterator<IndexedVideo> videos = indexes.videos(own).each(VideoFilter.ALL);
    List<ProviderRef> read = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      read.add(videos.next().ref());
    }
    assertThat(emulated.server.log().requests(list) - before).isEqualTo(1);
    videos.forEachRemaining(video -> read.add(video.ref()));
    assertThat(emulated.server.log().requests(list) - before).isEqualTo(2);
    assertThat(read).containsExactlyInAnyOrderElementsOf(added);
  }

  @Test
  void anAssetShowsItsFile() throws Exception {
    Done done = Emulated.done(() -> emulated.provider.assets().look(asset));
    IndexedVideo.Shown shown = emulated.provider.assets().read(done.answer());
    assertThat(shown.fileName()).isEqualTo("shared.mp4");
    assertThat(shown.durationSec().getAsDouble()).isPositive();
    assertThat(shown.width()).hasValue(1280);
    assertThat(shown.height()).hasValue(720);
    assertThat(shown.fps()).hasValue(25);
    assertThat(shown.sizeBytes()).hasValue(Files.size(Emulated.CLIP));
    assertThatThrownBy(() -> emulated.provider.assets().read("[]".getBytes(UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWrongIndexIsRefusedForWhatIsWrong() {
    assertThat(refusal(indexes.create("shared", MODEL, List.of("visual"))))
        .isEqualTo("index_name_already_exists");
    assertThat(refusal(indexes.create("other", "marengo3.5", List.of("visual"))))
        .isEqualTo("parameter_invalid");
    assertThat(refusal(indexes.create("other", MODEL, List.of("smell"))))
        .isEqualTo("parameter_invalid");
    CallOutcome gone = indexes.create("other", "marengo2.7", List.of("visual"));
    assertThat(((Fatal) gone).cause()).isEqualTo(FatalCause.SUNSET_MODEL);
  }

  @Test
  void anIndexedVideoShowsItsAssetItsFileAndWhatIsKeptWithIt() {
    IndexedVideos videos = indexes.videos(index);
    IndexedVideo seen = videos.read(((Done) videos.look(video)).answer());
    assertThat(seen.ref()).isEqualTo(video);
    assertThat(seen.asset()).contains(asset);
    assertThat(seen.status()).isEqualTo("ready");
    assertThat(seen.shown().fileName()).isEqualTo("shared.mp4");
    assertThat(seen.shown().durationSec().orElseThrow()).isGreaterThan(4);
    assertThat(seen.shown().width()).isPresent();
    assertThat(seen.shown().sizeBytes()).isPresent();
    assertThat(seen.userMetadata())
        .isEqualTo(Map.of("kind", "coin", "rating", 9.5, "checked", true));
    IndexedVideos older = indexes.readyVideos(index);
    IndexedVideo again = older.read(((Done) older.look(video)).answer());
    assertThat(again.asset()).contains(asset);
    assertThat(again.status()).isEmpty();
    assertThat(again.shown().sizeBytes()).isEmpty();
  }

  @Test
  void storedVectorsAreReadLikeThoseOfATask() throws Exception {
    for (IndexedVideos view : List.of(indexes.videos(index), indexes.readyVideos(index))) {
      Done stored = (Done) view.stored(video, MODEL, List.of("visual", "audio"));
      assertThat(stored.usage().mediaMinutes()).isZero();
      List<EmbeddedSegment> segments = view.segments(stored.answer());
      for (String modality : List.of("visual", "audio")) {
        List<EmbeddedSegment> clips =
            segments.stream()
                .filter(s -> s.scope() == Scope.CLIP && s.modality().equals(modality))
                .toList();
        double end = 0;
        for (int i = 0; i < clips.size(); i++) {
          assertThat(clips.get(i).segmentNo()).isEqualTo(i);
          assertThat(clips.get(i).startSec()).isEqualTo(end);
          assertThat(clips.get(i).vector()).hasSize(512);
          end = clips.get(i).endSec();
        }
        assertThat(end).isCloseTo(seen(index).durationSec(), within(1e-3));
      }
      assertThat(view.segments(((Done) view.stored(video, MODEL, List.of("visual"))).answer()))
          .usingRecursiveComparison()
          .isEqualTo(embedded());
    }
  }

  @Test
  void whatIsNotStoredIsSaidSo() throws Exception {
    ProviderRef own = index("whatIsNotStored", List.of("visual"));
    ProviderRef its = added(own, asset, Map.of());
    IndexedVideos videos = indexes.videos(own);
    Failed none = (Failed) videos.stored(its, MODEL, List.of("audio"));
    assertThat(none.code()).isEqualTo("empty_result");
    assertThat(refusal(videos.stored(its, MODEL, List.of("smell")))).isEqualTo("parameter_invalid");
    assertThatThrownBy(() -> videos.stored(its, MODEL, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] plain = ((Done) videos.look(its)).answer();
    assertThatThrownBy(() -> videos.segments(plain)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThat(indexes.look(UNKNOWN)).isInstanceOf(SourceGone.class);
    for (IndexedVideos view : List.of(indexes.videos(index), indexes.readyVideos(index))) {
      assertThat(view.look(UNKNOWN)).isInstanceOf(SourceGone.class);
      assertThat(view.stored(UNKNOWN, MODEL, List.of("visual"))).isInstanceOf(SourceGone.class);
    }
    assertThat(indexes.add(index, UNKNOWN, Map.of(), SendGate.OPEN)).isInstanceOf(SourceGone.class);
    // Sending the asset again would not help.
    assertThat(refusal(indexes.add(UNKNOWN, asset, Map.of(), SendGate.OPEN)))
        .isEqualTo("resource_not_exist");
    assertThatThrownBy(() -> indexes.videos(UNKNOWN).list(VideoFilter.ALL))
        .isInstanceOf(ListingFailed.class)
        .hasMessageContaining(UNKNOWN.id());
  }

  @Test
  void anAssetThatIsNotReadyIsForLater() throws Exception {
    EmulatorConf slow = EmulatorConf.defaults().withLatency(Duration.ofHours(1));
    try (Emulated other = new Emulated(slow)) {
      VideoIndexes its = other.provider.indexes();
      ProviderRef early = other.uploaded("early.mp4");
      ProviderRef own = Emulated.accepted(its.create("i", MODEL, List.of("visual")));
      assertThat(its.add(own, early, Map.of(), SendGate.OPEN)).isInstanceOf(Later.class);
    }
  }

  @Test
  void indexingIsSentOnceAndInDoubtItIsInTheList() throws Exception {
    try (Emulated other = new Emulated()) {
      VideoIndexes its = other.provider.indexes();
      ProviderRef source = other.asset("once.mp4");
      ProviderRef own = Emulated.accepted(its.create("once", MODEL, List.of("visual")));
      assertThat(its.add(own, source, Map.of(), () -> false)).isInstanceOf(Later.class);
      other.server.faults().next(Operation.INDEX, Fault.RATE_LIMITED, 1);
      assertThat(its.add(own, source, Map.of(), SendGate.OPEN)).isInstanceOf(Throttled.class);
      other.server.faults().next(Operation.INDEX, Fault.UNAUTHORIZED, 1);
      assertThat(its.add(own, source, Map.of(), SendGate.OPEN)).isInstanceOf(Fatal.class);
      other.server.faults().next(Operation.INDEX, Fault.CREDIT_EXCEEDED, 1);
      assertThat(((Fatal) its.add(own, source, Map.of(), SendGate.OPEN)).cause())
          .isEqualTo(FatalCause.NO_FUNDS);
      assertThat(its.videos(own).list(VideoFilter.ALL)).isEmpty();
      assertThat(other.server.log().creates(Operation.INDEX)).isZero();
      for (Fault fault : List.of(Fault.DROPPED_AFTER, Fault.GARBAGE_AFTER)) {
        other.server.faults().next(Operation.INDEX, fault, 1);
        assertThat(its.add(own, source, Map.of(), SendGate.OPEN)).isInstanceOf(Unsure.class);
      }
      assertThat(other.server.log().creates(Operation.INDEX)).isEqualTo(2);
      assertThat(its.videos(own).list(VideoFilter.ALL))
          .hasSize(2)
          .allMatch(listed -> listed.asset().filter(source::equals).isPresent());
    }
  }

  @Test
  void aVideoThatCannotBeIndexedHasFailed() throws Exception {
    ProviderRef own = index("aVideoThatCannot", List.of("visual"));
    emulated.server.faults().next(Operation.INDEX, Fault.WORK_FAILS, 1);
    ProviderRef its = Emulated.accepted(indexes.add(own, asset, Map.of(), SendGate.OPEN));
    assertThat(Emulated.ended(() -> indexes.videos(own).look(its))).isInstanceOf(Failed.class);
    assertThat(refs(indexes.videos(own), VideoFilter.ALL.orStatus("failed"))).containsExactly(its);
    assertThat(refs(indexes.readyVideos(own), VideoFilter.ALL)).isEmpty();
  }

  @Test
  void passingTroubleWhileReadingIsLivedThrough() {
    emulated.server.faults().next("GET /indexes", Fault.SERVER_ERROR, 2);
    assertThat(indexes.all()).isNotEmpty();
    emulated.server.faults().next("GET /indexes/{id}", Fault.DROPPED_BEFORE, 2);
    assertThat(indexes.look(index)).isInstanceOf(Done.class);
  }

  private static ProviderRef index(String name, List<String> modalities) {
    return Emulated.accepted(indexes.create(name, MODEL, modalities));
  }

  private static ProviderRef added(
      ProviderRef into, ProviderRef source, Map<String, Object> userMetadata)
      throws InterruptedException {
    ProviderRef its = Emulated.accepted(indexes.add(into, source, userMetadata, SendGate.OPEN));
    return Emulated.done(() -> indexes.videos(into).look(its)).ref();
  }

  /** The clips that the same asset gives when it is embedded as indexes embed. */
  private static List<EmbeddedSegment> embedded() throws InterruptedException {
    EmbedRequest visual =
        new EmbedRequest(MODEL, List.of("visual"), new Segmentation.Dynamic(4), Optional.empty());
    VideoEmbedder embedder = emulated.provider.embedder();
    ProviderRef task =
        Emulated.accepted(embedder.create(visual, new MediaSource.Asset(asset), SendGate.OPEN));
    return embedder.read(Emulated.done(() -> embedder.look(task)).answer()).stream()
        .filter(segment -> segment.scope() == Scope.CLIP)
        .toList();
  }

  private static VideoIndex seen(ProviderRef ref) {
    return indexes.read(((Done) indexes.look(ref)).answer());
  }

  private static List<ProviderRef> refs(IndexedVideos view, VideoFilter filter) {
    return view.list(filter).stream().map(IndexedVideo::ref).toList();
  }

  private static String refusal(CallOutcome outcome) {
    assertThat(outcome).isInstanceOf(Refused.class);
    return ((Refused) outcome).code();
  }
}
