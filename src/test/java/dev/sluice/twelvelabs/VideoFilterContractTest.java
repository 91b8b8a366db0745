package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.IndexedVideos;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoFilter;
import dev.sluice.provider.VideoFilter.Measure;
import dev.sluice.provider.VideoIndexes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Filters of the videos of an index: the client against the emulator. */
class VideoFilterContractTest {
  private static Emulated emulated;
  private static VideoIndexes indexes;

  @BeforeAll
  static void start() {
    emulated = new Emulated();
    indexes = emulated.provider.indexes();
  }

  @AfterAll
  static void stop() {
    emulated.close();
  }

  @Test
  void bothViewsAreFilteredAsDocumented() throws Exception {
    ProviderRef own = Emulated.accepted(indexes.create("i", "marengo3.0", List.of("visual")));
    ProviderRef first =
        added(own, emulated.asset("first.mp4"), Map.of("kind", "coin", "rating", 9.5));
    ProviderRef second = added(own, emulated.asset("second.mp4"), Map.of("checked", true));
    Instant past = Instant.now().minusSeconds(3600);
    Instant future = Instant.now().plusSeconds(3600);
    for (IndexedVideos view : List.of(indexes.videos(own), indexes.readyVideos(own))) {
      assertThat(refs(view, VideoFilter.ALL)).containsExactlyInAnyOrder(first, second);
      assertThat(refs(view, VideoFilter.ALL.named("second.mp4"))).containsExactly(second);
      assertThat(refs(view, VideoFilter.ALL.with("kind", "coin"))).containsExactly(first);
      assertThat(refs(view, VideoFilter.ALL.with("rating", "9.5"))).containsExactly(first);
      assertThat(refs(view, VideoFilter.ALL.with("checked", "true"))).containsExactly(second);
      assertThat(refs(view, VideoFilter.ALL.with("kind", "coin").named("second.mp4"))).isEmpty();
      assertThat(refs(view, VideoFilter.ALL.createdSince(past).changedSince(past))).hasSize(2);
      assertThat(refs(view, VideoFilter.ALL.createdSince(future))).isEmpty();
      assertThat(refs(view, VideoFilter.ALL.changedSince(future))).isEmpty();
      for (Measure measure : Measure.values()) {
        assertThat(refs(view, VideoFilter.ALL.atLeast(measure, 0.5).atMost(measure, 1e10)))
            .as("%s", measure)
            .hasSize(2);
        assertThat(refs(view, VideoFilter.ALL.atLeast(measure, 1e10))).isEmpty();
        assertThat(refs(view, VideoFilter.ALL.atMost(measure, 0.5))).isEmpty();
      }
    }
    IndexedVideos all = indexes.videos(own);
    assertThat(refs(all, VideoFilter.ALL.orStatus("failed"))).isEmpty();
    assertThat(refs(all, VideoFilter.ALL.orStatus("failed").orStatus("ready"))).hasSize(2);
    assertThatThrownBy(() -> indexes.readyVideos(own).list(VideoFilter.ALL.orStatus("ready")))
        .isInstanceOf(IllegalArgumentException.class);
    for (String taken : List.of("page", "filename", "duration[gte]")) {
      assertThatThrownBy(() -> all.list(VideoFilter.ALL.with(taken, "1")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(taken);
    }
  }

  private static ProviderRef added(
      ProviderRef into, ProviderRef source, Map<String, Object> userMetadata)
      throws InterruptedException {
    ProviderRef its = Emulated.accepted(indexes.add(into, source, userMetadata, SendGate.OPEN));
    return Emulated.done(() -> indexes.videos(into).look(its)).ref();
  }

  private static List<ProviderRef> refs(IndexedVideos view, VideoFilter filter) {
    return view.list(filter).stream().map(IndexedVideo::ref).toList();
  }
}
