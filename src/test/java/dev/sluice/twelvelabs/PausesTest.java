package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.Allowance;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PausesTest {
  private static final long NOW = Replies.NOW.getEpochSecond();

  @Test
  void readsSecondsAndDates() {
    assertThat(pause(Map.of("Retry-After", "12"), "")).isEqualTo(Duration.ofSeconds(12));
    assertThat(pause(Map.of("Retry-After", "0.5"), "")).isEqualTo(Duration.ofMillis(500));
    assertThat(pause(Map.of("Retry-After", "Fri, 20 Nov 2026 10:01:00 GMT"), ""))
        .isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void measuresAgainstTheAnswersOwnClock() {
    Map<String, String> headers =
        Map.of(
            "Date", "Fri, 20 Nov 2026 11:00:00 GMT",
            "Retry-After", "Fri, 20 Nov 2026 11:00:30 GMT");
    assertThat(pause(headers, "")).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void fallsBackToTheResetHeadersAndThenTheBody() {
    assertThat(pause(Map.of("X-RateLimit-Request-Reset", "" + (NOW + 40)), "9"))
        .isEqualTo(Duration.ofSeconds(40));
    assertThat(pause(Map.of("X-Ratelimit-Reset", "" + (NOW + 50)), "9"))
        .isEqualTo(Duration.ofSeconds(50));
    assertThat(pause(Map.of("X-Ratelimit-Reset", "" + (NOW + 50) * 1000), ""))
        .isEqualTo(Duration.ofSeconds(50));
    assertThat(pause(Map.of("X-Ratelimit-Reset", "20"), "")).isEqualTo(Duration.ofSeconds(20));
    assertThat(pause(Map.of(), "60")).isEqualTo(Duration.ofSeconds(60));
    assertThat(pause(Map.of("Retry-After", "5", "X-Ratelimit-Reset", "20"), ""))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void nonsenseThePastAndForeverAreBounded() {
    assertThat(pause(Map.of("Retry-After", "soon"), "later")).isEqualTo(Duration.ZERO);
    assertThat(pause(Map.of("Retry-After", "-3"), "")).isEqualTo(Duration.ZERO);
    assertThat(pause(Map.of("X-Ratelimit-Reset", "" + (NOW - 10)), "")).isEqualTo(Duration.ZERO);
    assertThat(pause(Map.of("Retry-After", "NaN"), "")).isEqualTo(Duration.ZERO);
    assertThat(pause(Map.of("Retry-After", "999999999"), "")).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void whatIsLeftNeedsACountAndAReset() {
    assertThat(
            left(
                Map.of(
                    "X-RateLimit-Request-Remaining",
                    "7",
                    "X-RateLimit-Request-Reset",
                    "" + (NOW + 40))))
        .contains(new Allowance(7, Duration.ofSeconds(40)));
    assertThat(left(Map.of("X-Ratelimit-Remaining", "0", "X-Ratelimit-Reset", "20")))
        .contains(new Allowance(0, Duration.ofSeconds(20)));
    assertThat(left(Map.of("X-RateLimit-Request-Remaining", "7"))).isEmpty();
    assertThat(left(Map.of("X-RateLimit-Request-Remaining", "many", "X-Ratelimit-Reset", "20")))
        .isEmpty();
  }

  private static Optional<Allowance> left(Map<String, String> headers) {
    return Pauses.left(new Reply(202, headers, new byte[0]), Replies.CLOCK);
  }

  private static Duration pause(Map<String, String> headers, String detail) {
    return Pauses.of(
        new Reply(429, headers, new byte[0]), new ErrorBody("", "", detail, true), Replies.CLOCK);
  }
}
