package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience(Duration.ofNanos(10), Duration.ZERO, 100);

  @Test
  void isOutWhenNothingMovesForLonger() {
    assertThat(patience.isOut(110)).isFalse();
    assertThat(patience.isOut(111)).isTrue();
    patience.moved(105);
    assertThat(patience.isOut(115)).isFalse();
  }

  @Test
  void lastsUntilALostCreateCanBeLookedInto() {
    Patience hasty = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(190), 0);
    assertThat(hasty.longest()).isEqualTo(Duration.ofSeconds(285));
    assertThat(hasty.isOut(Duration.ofSeconds(285).toNanos())).isFalse();
    assertThat(new Patience(Duration.ofSeconds(600), Duration.ofSeconds(190), 0).longest())
        .isEqualTo(Duration.ofSeconds(600));
  }

  @Test
  void waitingForTheLimitsIsNotStandingStill() {
    patience.waitUntil(200);
    assertThat(patience.isWaiting(199)).isTrue();
    assertThat(patience.isWaiting(200)).isFalse();
    assertThat(patience.isOut(205)).as("just after a long wait").isFalse();
    assertThat(patience.isOut(211)).isTrue();
  }
}
