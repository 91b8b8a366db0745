package dev.sluice.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

  @Test
  void doublesUpToItsLimitWithJitterBelowTheStep() {
    SplittableRandom random = new SplittableRandom(7);
    long[] steps = {500, 1000, 2000, 4000, 8000, 10_000, 10_000};
    for (int failures = 1; failures <= steps.length; failures++) {
      for (int i = 0; i < 100; i++) {
        assertThat(backoff.pause(failures, random))
            .isBetween(
                Duration.ofMillis(steps[failures - 1] / 2), Duration.ofMillis(steps[failures - 1]));
      }
    }
    assertThat(backoff.pause(5000, random)).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void asksForAFailureFirst() {
    assertThatThrownBy(() -> backoff.pause(0, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no pause before a failure");
  }
}
