package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsTest {

  @Test
  void fixedClipsAreContiguousWithAShorterTail() {
    assertThat(new Segments.Fixed(5).cut(new Span(0, 12), List.of()))
        .containsExactly(new Span(0, 5), new Span(5, 10), new Span(10, 12));
    assertThat(new Segments.Fixed(6).cut(new Span(3, 15), List.of())).hasSize(2);
  }

  @Test
  void dynamicClipsAreCutAtTheGreatestChange() {
    Segments dynamic = new Segments.Dynamic(4);
    assertThat(dynamic.cut(new Span(0, 12), looks(12, 7)))
        .containsExactly(new Span(0, 7), new Span(7, 12));
    assertThat(dynamic.cut(new Span(0, 12), looks(12, 0))).containsExactly(new Span(0, 12));
  }

  @Test
  void noDynamicClipIsShorterThanAskedFor() {
    assertThat(new Segments.Dynamic(4).cut(new Span(0, 12), looks(12, 2))).hasSize(1);
    assertThat(new Segments.Dynamic(2).cut(new Span(0, 12), looks(12, 2))).hasSize(2);
  }

  @Test
  void shortClipsAreLookedAtAtLeastThreeTimes() {
    assertThat(new Segments.Fixed(2).looksPerSecond() * 2).isGreaterThanOrEqualTo(3);
    assertThat(new Segments.Dynamic(4).looksPerSecond()).isEqualTo(1);
  }

  /** One look a second; the scene changes once, at a time. */
  private static List<Eyes.Look> looks(int seconds, int changeAt) {
    List<Eyes.Look> looks = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      looks.add(new Eyes.Look(i + 0.5, i < changeAt ? new float[] {1, 0} : new float[] {0, 1}));
    }
    return looks;
  }
}
