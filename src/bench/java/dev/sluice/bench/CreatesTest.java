package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreatesTest {
  @Test
  void aWindowSlidesAndItsOldEndIsOutside() {
    Creates creates = at(0, 400, 900, 1000, 1399);
    assertThat(creates.mostIn(Duration.ofSeconds(1), create -> 1)).isEqualTo(4);
    assertThat(at(0, 1000).mostIn(Duration.ofSeconds(1), create -> 1)).isEqualTo(1);
    assertThat(at().mostIn(Duration.ofSeconds(1), create -> 1)).isZero();
  }

  @Test
  void windowsAreWholeAndBeginWithTheFirstCreate() {
    assertThat(at(5000, 5500, 6000, 8000, 8500).perWindow(Duration.ofSeconds(1)))
        .containsExactly(2, 1, 0);
  }

  @Test
  void throttledCreatesAreNotAccepted() {
    Creates creates =
        new Creates(
            List.of(
                new Create(1, 0, "embed", "", "accepted"),
                new Create(2, 1, "embed", "", "throttled"),
                new Create(3, 2, "embed", "", "refused")));
    assertThat(creates.accepted().all()).hasSize(1);
    assertThat(creates.throttled()).isEqualTo(1);
  }

  @Test
  void aClipIsFoundByItsLinkAndAlwaysTheSame() {
    List<Clip> clips = Clip.ofDifferentLength(500);
    assertThat(clips).isEqualTo(Clip.ofDifferentLength(500));
    assertThat(clips).allMatch(clip -> clip.seconds() >= 10 && clip.seconds() <= 600);
    assertThat(Clip.idOf(clips.get(321).link())).isEqualTo(321);
  }

  @Test
  void aFigureIsOneLine() {
    assertThat(Figure.of("x.wall_s", 140, 2, 70.5, 282).line())
        .isEqualTo("bench x.wall_s n=140 d=512 cores=2 ours=70.50 peer=282 ratio=0.250");
    assertThat(Figure.count("x.answers_429", 140, 2, 0).line())
        .isEqualTo("bench x.answers_429 n=140 d=512 cores=2 ours=0 peer=- ratio=-");
  }

  @Test
  void aQuotaAllowsWholeWindowsAndARateAllowsItsShare() {
    assertThat(Limits.of("600min/hour").allowed(Duration.ofMinutes(20))).isEqualTo(600);
    assertThat(Limits.of("60/min").allowed(Duration.ofMinutes(20))).isEqualTo(1200);
    assertThat(Latencies.of("40s:300s").meanSeconds()).isBetween(58.0, 58.3);
  }

  private static Creates at(long... times) {
    List<Create> creates = new ArrayList<>();
    for (long time : times) {
      creates.add(new Create(creates.size() + 1L, time, "embed", "", "accepted"));
    }
    return new Creates(creates);
  }
}
