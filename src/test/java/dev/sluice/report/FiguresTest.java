package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
  @Test
  void timesAreInTheUnitPeopleWouldUse() {
    assertThat(Figures.time(0)).isEqualTo("0 s");
    assertThat(Figures.time(99)).isEqualTo("99 s");
    assertThat(Figures.time(190)).isEqualTo("3.2 min");
    assertThat(Figures.time(3 * 3600)).isEqualTo("3.0 h");
    assertThat(Figures.time(4_321_000)).isEqualTo("1,200 h");
  }

  @Test
  void smallMoneyDoesNotRoundToNothing() {
    assertThat(Figures.money(0, "USD")).isEqualTo("0.00 USD");
    assertThat(Figures.money(0.0125, "USD")).isEqualTo("0.0125 USD");
    assertThat(Figures.money(1234.5, "USD")).isEqualTo("1,234.50 USD");
  }

  @Test
  void someIsNeverNoneAndMostIsNeverAll() {
    assertThat(Figures.percent(0)).isEqualTo("0%");
    assertThat(Figures.percent(0.001)).isEqualTo("<1%");
    assertThat(Figures.percent(0.999)).isEqualTo(">99%");
    assertThat(Figures.percent(1)).isEqualTo("100%");
  }
}
