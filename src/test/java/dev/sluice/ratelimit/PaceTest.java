package dev.sluice.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final FakeTicker ticker = new FakeTicker(Long.MAX_VALUE - 5);

  @Test
  void grantsAtOnceAndThenSaysWhen() {
    Pace pace = requests(60, MINUTE);
    assertThat(granted(pace)).isTrue();
    assertThat(granted(pace)).as("one second of the rate beyond the first").isTrue();
    assertThat(reserve(pace, Cost.oneRequest()))
        .isEqualTo(new Reservation.Later(Duration.ofSeconds(1)));
    ticker.pass(Duration.ofSeconds(1));
    assertThat(granted(pace)).isTrue();
  }

  @Test
  void aRefusalReservesNothing() {
    Pace pace =
        Pace.of(
            List.of(
                new RateLimit(Dimension.REQUESTS, 1000, MINUTE),
                new RateLimit(Dimension.TOKENS, 100, Duration.ofHours(1))),
            ticker);
    assertThat(reserve(pace, new Cost(1, 0, 100))).isInstanceOf(Reservation.Granted.class);
    for (int i = 0; i < 5000; i++) {
      assertThat(reserve(pace, new Cost(1, 0, 1)))
          .isEqualTo(new Reservation.Later(Duration.ofHours(1)));
    }
    assertThat(granted(pace)).as("requests were not used up by refusals").isTrue();
  }

  @Test
  void coolDownStopsEverythingUntilItIsOver() {
    Pace pace = requests(600, MINUTE);
    pace.coolDown(Duration.ofSeconds(30));
    pace.coolDown(Duration.ofSeconds(5));
    pace.coolDown(Duration.ZERO);
    assertThat(reserve(pace, Cost.oneRequest()))
        .isEqualTo(new Reservation.Later(Duration.ofSeconds(30)));
    ticker.pass(Duration.ofSeconds(30));
    assertThat(granted(pace)).isTrue();
  }

  @Test
  void whatOthersUseOfTheAccountIsNotGranted() {
    Pace pace = requests(100, Duration.ofDays(1));
    assertThat(granted(pace)).isTrue();
    pace.told(3, Duration.ofHours(2));
    pace.told(3, Duration.ofHours(2));
    for (int i = 0; i < 3; i++) {
      assertThat(granted(pace)).isTrue();
    }
    assertThat(reserve(pace, Cost.oneRequest()))
        .isEqualTo(new Reservation.Later(Duration.ofHours(2)));
    ticker.pass(Duration.ofHours(2));
    assertThat(granted(pace)).as("the provider counts anew").isTrue();
  }

  @Test
  void whatTheProviderSaysIsLeftNeverAddsToTheLimit() {
    Pace pace = requests(3, Duration.ofDays(1));
    pace.told(1000, Duration.ofHours(2));
    for (int i = 0; i < 3; i++) {
      assertThat(granted(pace)).isTrue();
    }
    assertThat(reserve(pace, Cost.oneRequest())).isInstanceOf(Reservation.Later.class);
  }

  @Test
  void whatAnEarlierRunUsedStillCounts() {
    Pace pace = requests(3, Duration.ofDays(1));
    pace.seed(Cost.oneRequest(), Duration.ofHours(2));
    pace.seed(Cost.oneRequest(), Duration.ofHours(23));
    pace.seed(Cost.oneRequest(), Duration.ofHours(25));
    assertThat(granted(pace)).isTrue();
    Reservation next = reserve(pace, Cost.oneRequest());
    assertThat(next).isEqualTo(new Reservation.Later(Duration.ofHours(1)));
  }

  @Test
  void aBusyDayBeforeDoesNotSlowTheNextMinute() {
    Pace pace =
        Pace.of(
            List.of(
                new RateLimit(Dimension.REQUESTS, 60, Duration.ofMinutes(1)),
                new RateLimit(Dimension.REQUESTS, 3000, Duration.ofDays(1))),
            ticker);
    for (int hour = 1; hour <= 20; hour++) {
      pace.seed(new Cost(100, 0, 0), Duration.ofHours(hour));
    }
    assertThat(granted(pace)).isTrue();
  }

  @Test
  void aCallCountsUntilAWindowAfterItsAnswer() {
    Pace pace = requests(1, Duration.ofMinutes(1));
    assertThat(pace.tryReserve(Cost.oneRequest())).isInstanceOf(Reservation.Granted.class);
    ticker.pass(Duration.ofMinutes(2));
    assertThat(pace.tryReserve(Cost.oneRequest())).isInstanceOf(Reservation.Later.class);
    pace.answered(Cost.oneRequest());
    assertThat(pace.tryReserve(Cost.oneRequest()))
        .isEqualTo(new Reservation.Later(Duration.ofMinutes(1)));
  }

  @Test
  void aFullMinuteBeforeIsWaitedFor() {
    Pace pace = requests(60, Duration.ofMinutes(1));
    pace.seed(new Cost(60, 0, 0), Duration.ofSeconds(20));
    assertThat(reserve(pace, Cost.oneRequest()))
        .isEqualTo(new Reservation.Later(Duration.ofSeconds(40)));
  }

  @Test
  void aCallLargerThanAWindowIsNeverGranted() {
    RateLimit hour = new RateLimit(Dimension.MEDIA_MINUTES, 60, Duration.ofHours(1));
    Pace pace = Pace.of(List.of(hour), ticker);
    assertThat(reserve(pace, new Cost(1, 61, 0))).isEqualTo(new Reservation.TooLarge(hour));
    assertThat(reserve(pace, new Cost(1, 60, 0))).isInstanceOf(Reservation.Granted.class);
  }

  @Test
  void longWindowsAreQuotasAndDoNotSlowASmallJob() {
    Pace pace = requests(50, Duration.ofDays(1));
    for (int i = 0; i < 50; i++) {
      assertThat(granted(pace)).isTrue();
    }
    assertThat(granted(pace)).isFalse();
  }

  @Test
  void noLimitsMeansNoWaiting() {
    Pace pace = Pace.of(List.of(), ticker);
    assertThat(reserve(pace, new Cost(1, 1e9, 1L << 40))).isInstanceOf(Reservation.Granted.class);
  }

  @Test
  void aShareLeavesTheRest() {
    RateLimit half = new RateLimit(Dimension.REQUESTS, 60, MINUTE).share(0.5);
    assertThat(half).isEqualTo(new RateLimit(Dimension.REQUESTS, 30, MINUTE));
  }

  private Pace requests(double amount, Duration window) {
    return Pace.of(List.of(new RateLimit(Dimension.REQUESTS, amount, window)), ticker);
  }

  private static Reservation reserve(Pace pace, Cost cost) {
    Reservation answer = pace.tryReserve(cost);
    if (answer instanceof Reservation.Granted) {
      pace.answered(cost);
    }
    return answer;
  }

  private static boolean granted(Pace pace) {
    return reserve(pace, Cost.oneRequest()) instanceof Reservation.Granted;
  }
}
