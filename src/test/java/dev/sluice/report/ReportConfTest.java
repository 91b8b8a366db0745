package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ReportConfTest {
  @Test
  void everythingHasADefault() {
    assertThat(ReportConf.defaults().reviewRate()).isEqualTo(30);
    assertThat(ReportConf.defaults().reviewCurrency()).isEqualTo("USD");
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReportConf(null, null, -1.0, null, null))
        .withMessageContaining("report.review-rate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReportConf(" ", null, null, null, null))
        .withMessageContaining("report.to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ReportConf(null, null, null, null, "absolute"))
        .withMessageContaining("relative or presigned");
  }
}
