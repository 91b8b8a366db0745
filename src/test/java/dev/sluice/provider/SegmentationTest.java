package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.provider.Segmentation.Tail;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentationTest {

  @Test
  void thirtyOneSecondsInClipsOfSixLoseTheirLastSecondOnlyInTheOlderApi() {
    Span video = new Span(0, 31);
    List<Span> kept = Segmentation.cut(video, 6, Tail.KEPT);
    assertThat(kept).hasSize(6).last().isEqualTo(new Span(30, 31));
    assertThat(Segmentation.cut(video, 6, Tail.LEFT_OUT_BELOW_2_SEC)).isEqualTo(kept.subList(0, 5));
  }

  @Test
  void aTailOfTwoSecondsStaysInBoth() {
    List<Span> clips = List.of(new Span(0, 5), new Span(5, 10), new Span(10, 12));
    for (Tail tail : Tail.values()) {
      assertThat(Segmentation.cut(new Span(0, 12), 5, tail)).isEqualTo(clips);
      assertThat(Segmentation.cut(new Span(30, 60), 5, tail)).hasSize(6);
      assertThat(Segmentation.cut(new Span(2, 12), 10, tail)).containsExactly(new Span(2, 12));
    }
  }

  @Test
  void clipsOfAnyStretchAreContiguousAndOfOneLengthButForTheTail() {
    Random random = new Random(31);
    for (int i = 0; i < 20_000; i++) {
      double start = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 3600;
      Span span = new Span(start, start + 0.01 + random.nextDouble() * 1200);
      double seconds = random.nextBoolean() ? 2 + random.nextInt(9) : 2 + 8 * random.nextDouble();
      List<Span> kept = Segmentation.cut(span, seconds, Tail.KEPT);
      assertThat(kept.get(0).startSec()).isEqualTo(span.startSec());
      assertThat(kept.get(kept.size() - 1).endSec()).isCloseTo(span.endSec(), within(1e-3));
      for (int clip = 0; clip < kept.size(); clip++) {
        double length = kept.get(clip).lengthSec();
        if (clip < kept.size() - 1) {
          assertThat(length).isCloseTo(seconds, within(1e-6));
          assertThat(kept.get(clip + 1).startSec())
              .isCloseTo(kept.get(clip).endSec(), within(1e-6));
        } else {
          assertThat(length).isLessThanOrEqualTo(seconds + 1e-6);
        }
      }
      boolean shortTail = kept.get(kept.size() - 1).lengthSec() < Math.min(2, seconds) - 1e-3;
      assertThat(Segmentation.cut(span, seconds, Tail.LEFT_OUT_BELOW_2_SEC))
          .isEqualTo(shortTail ? kept.subList(0, kept.size() - 1) : kept);
    }
  }
}
