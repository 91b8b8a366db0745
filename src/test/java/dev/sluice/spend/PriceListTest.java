package dev.sluice.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PriceListTest {
  private static final PriceList LIST =
      new PriceList("twelvelabs", LocalDate.of(2026, 7, 30), "USD", 0.042, 0.07, 0.0292, 0.0075);

  @Test
  void embeddingIsPaidByTheMinute() {
    assertThat(LIST.price("embed", 2, 0)).isCloseTo(0.084, within(1e-12));
  }

  @Test
  void analysisIsPaidByMinuteAndByAnswer() {
    assertThat(LIST.price("analyze", 10, 2000)).isCloseTo(0.292 + 0.015, within(1e-12));
  }

  @Test
  void wordsArePaidByTheThousandTexts() {
    assertThat(LIST.price("embed_text", 0, 0)).isCloseTo(0.00007, within(1e-12));
  }

  @Test
  void uploadsAreFree() {
    assertThat(LIST.price("asset", 10, 10)).isZero();
  }

  @Test
  void aBudgetPerDayBeginsAtMidnightUtc() {
    Instant now = Instant.parse("2026-11-21T23:59:00Z");
    assertThat(new Budget(1, "USD", null).since(now, now))
        .isEqualTo(Instant.parse("2026-11-21T00:00:00Z"));
    assertThat(new Budget(1, "USD", "month").since(now, now))
        .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(new Budget(1, "USD", "run").since(now, now)).isEqualTo(now);
  }
}
