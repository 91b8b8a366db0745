package dev.sluice.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Drives a pace with random callers on a fake clock and checks every window afterwards. */
class PacePropertyTest {
  private final FakeTicker ticker = new FakeTicker(-3);

  @Test
  void noSlidingWindowEverHoldsMoreThanItsAmount() {
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<RateLimit> limits = limits(random);
      Pace pace = Pace.of(limits, ticker);
      List<Grant> grants = run(pace, random, 3000);
      for (RateLimit limit : limits) {
        assertThat(fullestWindow(grants, limit))
            .as("seed %d, %s", seed, limit)
            .isLessThanOrEqualTo(limit.amount() + 1e-6);
      }
    }
  }

  @Test
  void inTheLongRunAtLeast97PercentOfTheLimitIsUsed() {
    for (double amount : new double[] {1, 25, 60, 600, 5000}) {
      for (Duration window : List.of(Duration.ofSeconds(10), Duration.ofMinutes(1))) {
        assertThat(saturated(new RateLimit(Dimension.REQUESTS, amount, window)))
            .as("%s per %s", amount, window)
            .isGreaterThanOrEqualTo(0.97 * amount / window.toSeconds());
      }
    }
    assertThat(saturated(new RateLimit(Dimension.REQUESTS, 3000, Duration.ofHours(1))))
        .isGreaterThanOrEqualTo(0.97 * 3000 / 3600);
  }

  @Test
  void burstsStayWithinOneSecondOfTheRatePlusOneCall() {
    Pace pace =
        Pace.of(List.of(new RateLimit(Dimension.REQUESTS, 600, Duration.ofMinutes(1))), ticker);
    ticker.pass(Duration.ofHours(1));
    int burst = 0;
    while (pace.tryReserve(Cost.oneRequest()) instanceof Reservation.Granted) {
      pace.answered(Cost.oneRequest());
      burst++;
    }
    assertThat(burst).isEqualTo(11);
  }

  /** Requests per second that a greedy caller gets over twenty windows. */
  private double saturated(RateLimit limit) {
    Pace pace = Pace.of(List.of(limit), ticker);
    long start = ticker.nanos();
    long end = limit.window().toNanos() * 20;
    long count = 0;
    while (ticker.nanos() - start < end) {
      if (pace.tryReserve(Cost.oneRequest()) instanceof Reservation.Later later) {
        ticker.pass(later.pause());
      } else {
        pace.answered(Cost.oneRequest());
        count++;
      }
    }
    return count / ((ticker.nanos() - start) / 1e9);
  }

  private List<Grant> run(Pace pace, SplittableRandom random, int asks) {
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < asks; i++) {
      Cost cost = new Cost(1, random.nextDouble(5), random.nextInt(600));
      Reservation answer = pace.tryReserve(cost);
      if (answer instanceof Reservation.Later later) {
        ticker.pass(
            random.nextBoolean() ? later.pause() : Duration.ofMillis(random.nextInt(1, 3000)));
      } else {
        assertThat(answer).isInstanceOf(Reservation.Granted.class);
        // It arrives some time before it is answered, however late that is.
        ticker.pass(Duration.ofMillis(random.nextInt(40)));
        grants.add(new Grant(ticker.nanos(), cost));
        ticker.pass(Duration.ofMillis(random.nextInt(40)));
        pace.answered(cost);
      }
      if (random.nextInt(50) == 0) {
        ticker.pass(Duration.ofSeconds(random.nextInt(90)));
      }
    }
    return grants;
  }

  private static List<RateLimit> limits(SplittableRandom random) {
    return List.of(
        new RateLimit(Dimension.REQUESTS, random.nextInt(1, 200), Duration.ofMinutes(1)),
        new RateLimit(Dimension.REQUESTS, random.nextInt(50, 2000), Duration.ofHours(1)),
        new RateLimit(Dimension.MEDIA_MINUTES, random.nextInt(5, 700), Duration.ofHours(1)),
        new RateLimit(Dimension.TOKENS, random.nextInt(600, 40_000), Duration.ofSeconds(30)));
  }

  private static double fullestWindow(List<Grant> grants, RateLimit limit) {
    double fullest = 0;
    double sum = 0;
    int first = 0;
    for (Grant grant : grants) {
      sum += grant.cost().in(limit.dimension());
      while (grant.at() - grants.get(first).at() >= limit.window().toNanos()) {
        sum -= grants.get(first).cost().in(limit.dimension());
        first++;
      }
      fullest = Math.max(fullest, sum);
    }
    return fullest;
  }

  private record Grant(long at, Cost cost) {}
}
