package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void timesAreLogNormalWithTheGivenMedianAndTail() {
    Latency latency = Latency.parse("40s:300s", 7);
    double[] seconds = new double[20_000];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = latency.of(Piece.freshId()).toMillis() / 1000.0;
    }
    Arrays.sort(seconds);
    assertThat(seconds[10_000]).isCloseTo(40, within(4.0));
    assertThat(seconds[19_800]).isCloseTo(300, within(60.0));
  }

  @Test
  void timeOfATaskDependsOnItsIdAndTheSeedAlone() {
    String id = "0123456789abcdef01234567";
    assertThat(Latency.parse("40s:300s", 7).of(id)).isEqualTo(Latency.parse("40s:300s", 7).of(id));
    assertThat(Latency.parse("40s:300s", 8).of(id))
        .isNotEqualTo(Latency.parse("40s:300s", 7).of(id));
  }

  @Test
  void oneTimeIsTheSameForAll() {
    assertThat(Latency.parse("5ms", 7).of(Piece.freshId())).isEqualTo(Duration.ofMillis(5));
    assertThat(Latency.parse("1.5m", 7).of(Piece.freshId())).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void unreadableTimesAreRefusedWithAnExample() {
    for (String text : new String[] {"", "5", "5ms:", "1s:2s:3s", "-1s"}) {
      assertThatThrownBy(() -> Latency.parse(text, 0)).hasMessageContaining("40s:300s");
    }
    assertThatThrownBy(() -> Latency.parse("2s:1s", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
