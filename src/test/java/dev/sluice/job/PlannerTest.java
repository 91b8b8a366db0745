package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.RateLimit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final RateLimit MINUTE =
      new RateLimit(Dimension.REQUESTS, 25, Duration.ofMinutes(1));
  private static final RateLimit DAY = new RateLimit(Dimension.REQUESTS, 3000, Duration.ofDays(1));

  @Test
  void shortWindowsAreSpreadEvenly() {
    assertThat(Planner.needed(50, MINUTE)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void longWindowsAreQuotas() {
    assertThat(Planner.needed(50, DAY)).isZero();
    assertThat(Planner.needed(3000, DAY)).isZero();
    assertThat(Planner.needed(3001, DAY)).isEqualTo(Duration.ofDays(1));
  }
}
