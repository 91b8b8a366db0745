package dev.sluice.emulator;

import static dev.sluice.emulator.Limit.Measure.MEDIA_MINUTES;
import static dev.sluice.emulator.Limit.Measure.REQUESTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private Instant now = START;

  @Test
  void windowOfOneMinuteSlides() {
    Limiter limiter = limiter("2/min");
    assertThat(passes(limiter, 1)).isTrue();
    now = now.plusSeconds(30);
    assertThat(passes(limiter, 1)).isTrue();
    Limiter.Standing full = limiter.ask(Operation.EMBED, REQUESTS, 1).get(0);
    assertThat(full.granted()).isFalse();
    assertThat(full.reset()).isEqualTo(START.plusSeconds(60));
    now = full.reset();
    assertThat(passes(limiter, 1)).isTrue();
    assertThat(passes(limiter, 1)).isFalse();
    assertThat(limiter.ask(Operation.UPLOAD, REQUESTS, 1)).isEmpty();
  }

  @Test
  void everyWindowMustHaveRoomAndARefusedRequestTakesNone() {
    Limiter limiter = limiter("2/min", "3/hour");
    assertThat(List.of(passes(limiter, 1), passes(limiter, 1), passes(limiter, 1)))
        .containsExactly(true, true, false);
    now = now.plusSeconds(60);
    assertThat(List.of(passes(limiter, 1), passes(limiter, 1))).containsExactly(true, false);
    now = START.plusSeconds(3600);
    assertThat(passes(limiter, 1)).isTrue();
  }

  @Test
  void minutesOfMediaResetWhenEnoughOfThemHaveLeftTheWindow() {
    Limiter limiter = limiter("10min/hour");
    assertThat(minutes(limiter, 4).granted()).isTrue();
    now = now.plusSeconds(60);
    assertThat(minutes(limiter, 6).left()).isZero();
    assertThat(minutes(limiter, 3).reset()).isEqualTo(START.plusSeconds(3600));
    assertThat(minutes(limiter, 5).reset()).isEqualTo(START.plusSeconds(3660));
    now = START.plusSeconds(3600);
    assertThat(minutes(limiter, 3).granted()).isTrue();
  }

  @Test
  void videoLongerThanTheWholeLimitPassesAlone() {
    Limiter limiter = limiter("10min/hour");
    assertThat(minutes(limiter, 30).granted()).isTrue();
    assertThat(minutes(limiter, 1).granted()).isFalse();
  }

  @Test
  void whatPassedBeforeARestartCounts() {
    Limiter limiter = limiter("2/hour", "10min/hour");
    limiter.recall(Operation.EMBED, START.minusSeconds(7200), 9);
    limiter.recall(Operation.EMBED, START.minusSeconds(60), 9);
    assertThat(minutes(limiter, 2).granted()).isFalse();
    assertThat(passes(limiter, 1)).isTrue();
    assertThat(passes(limiter, 1)).isFalse();
  }

  @Test
  void limitsAreWrittenAsTheyAreSpoken() {
    assertThat(Limit.parse("60/min")).isEqualTo(Limit.requestsPerMinute(60));
    assertThat(Limit.parse("600min/hour"))
        .isEqualTo(new Limit(MEDIA_MINUTES, 600, Duration.ofHours(1)));
    assertThat(Limit.parse("3000/day")).isEqualTo(new Limit(REQUESTS, 3000, Duration.ofDays(1)));
    assertThatThrownBy(() -> Limit.parse("sixty")).hasMessageContaining("60/min");
    assertThatThrownBy(() -> Limit.parse("0/min")).isInstanceOf(IllegalArgumentException.class);
  }

  private Limiter limiter(String... limits) {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    return new Limiter(
        Map.of(Operation.EMBED, Arrays.stream(limits).map(Limit::parse).toList()), clock);
  }

  private static boolean passes(Limiter limiter, double amount) {
    return limiter.ask(Operation.EMBED, REQUESTS, amount).stream()
        .allMatch(Limiter.Standing::granted);
  }

  private static Limiter.Standing minutes(Limiter limiter, double minutes) {
    return limiter.ask(Operation.EMBED, MEDIA_MINUTES, minutes).get(0);
  }
}
