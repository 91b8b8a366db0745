package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ratelimit.Cost;
import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.RateLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundSizeTest {
  private static final Duration ROUND = Duration.ofMinutes(2);

  @Test
  void isSomewhatMoreThanTheLimitsGrant() {
    RateLimit requests = new RateLimit(Dimension.REQUESTS, 60, Duration.ofMinutes(1));
    assertThat(RoundSize.of(List.of(requests), ROUND, new Cost(1, 5, 0), 10_000)).isEqualTo(182);
  }

  @Test
  void followsTheTightestLimit() {
    RateLimit requests = new RateLimit(Dimension.REQUESTS, 600, Duration.ofMinutes(1));
    RateLimit minutes = new RateLimit(Dimension.MEDIA_MINUTES, 600, Duration.ofHours(1));
    assertThat(RoundSize.of(List.of(requests, minutes), ROUND, new Cost(1, 10, 0), 10_000))
        .isEqualTo(107);
  }

  @Test
  void isBoundedWithoutLimits() {
    assertThat(RoundSize.of(List.of(), ROUND, Cost.oneRequest(), 10_000)).isEqualTo(10_000);
  }
}
