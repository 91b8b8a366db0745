package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetentionTest {
  @Test
  void lengthsAreReadAsDeltaWritesThem() {
    assertThat(Retention.length("interval 365 days")).hasValue(Duration.ofDays(365));
    assertThat(Retention.length("interval 1 week")).hasValue(Duration.ofDays(7));
    assertThat(Retention.length("INTERVAL 1 month 12 HOURS")).hasValue(Duration.ofHours(732));
    assertThat(Retention.length("soon")).isEmpty();
    assertThat(Retention.length(null)).isEmpty();
  }
}
