package dev.sluice.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrendArithmeticTest {
  private static final Shifts BERLIN =
      ShiftsFile.parse(
          """
          time-zone: Europe/Berlin
          shifts:
            early: "06:00-14:00"
            late: 14:00-22:00
            night: "22:00-06:00"
          """,
          "test");

  @Test
  void theRatioWorkedByHand() {
    RateRatio ratio = RateRatio.of(List.of(new Stratum(10, 20, 24, 16)), 1);
    assertThat(ratio.ratio()).isCloseTo(3, within(1e-9));
    assertThat(ratio.low()).isCloseTo(1.457, within(5e-4));
    assertThat(ratio.high()).isCloseTo(6.175, within(5e-4));
  }

  @Test
  void backwardsIsTheReciprocal() {
    RateRatio there = RateRatio.of(List.of(new Stratum(10, 20, 24, 16)), 1);
    RateRatio back = RateRatio.of(List.of(new Stratum(24, 16, 10, 20)), 1);
    assertThat(back.low()).isCloseTo(1 / there.high(), within(1e-9));
    assertThat(back.high()).isCloseTo(1 / there.low(), within(1e-9));
  }

  @Test
  void fromNothingAndToNothingHaveOneEnd() {
    RateRatio from = RateRatio.of(List.of(new Stratum(0, 10, 12, 10)), 1);
    assertThat(from.ratio()).isInfinite();
    assertThat(from.high()).isInfinite();
    // Wilson's lower end of 12 of 12 is 12 / (12 + z²), its odds 12 / z².
    assertThat(from.low()).isCloseTo(12 / (RateRatio.Z * RateRatio.Z), within(1e-9));
    RateRatio to = RateRatio.of(List.of(new Stratum(12, 10, 0, 10)), 1);
    assertThat(to.ratio()).isZero();
    assertThat(to.low()).isZero();
    assertThat(to.high()).isCloseTo(1 / from.low(), within(1e-9));
  }

  @Test
  void aCameraThatIsNewSaysNothingHoweverMuchItSees() {
    Stratum old = new Stratum(10, 20, 10, 20);
    RateRatio alone = RateRatio.of(List.of(old), 1);
    assertThat(RateRatio.of(List.of(old, new Stratum(0, 0, 500, 20)), 1)).isEqualTo(alone);
    assertThat(alone.ratio()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aBusyCameraThatRunsLongerIsNoRise() {
    // One an hour here, ten an hour there, before and after; all together 55 in 10 h, then 210 in
    // 30 h.
    RateRatio ratio =
        RateRatio.of(List.of(new Stratum(5, 5, 10, 10), new Stratum(50, 5, 200, 20)), 1);
    assertThat(ratio.ratio()).isCloseTo(1, within(1e-9));
  }

  @Test
  void countsThatComeTogetherWidenTheInterval() {
    Dispersion dispersion = new Dispersion();
    dispersion.add(6, 36, 6, 6);
    assertThat(dispersion.factor()).isCloseTo(6, within(1e-12));
    RateRatio ratio = RateRatio.of(List.of(new Stratum(10, 20, 24, 16)), dispersion.factor());
    assertThat(ratio.ratio()).isCloseTo(3, within(1e-9));
    assertThat(ratio.low()).isLessThan(1);
  }

  @Test
  void littleIsNotTakenForASpread() {
    Dispersion dispersion = new Dispersion();
    dispersion.add(6, 36, 3, 3);
    assertThat(dispersion.factor()).as("two degrees of freedom").isEqualTo(1);
    assertThat(new Dispersion().factor()).isEqualTo(1);
  }

  @Test
  void aNightBelongsToTheDayOnWhichItBegan() {
    Shifts.Place before = BERLIN.at(Instant.parse("2026-06-05T21:30:00Z"));
    assertThat(before.day()).isEqualTo("2026-06-05");
    assertThat(before.shift()).contains(new Shifts.Worked("night", LocalDate.parse("2026-06-05")));
    Shifts.Place after = BERLIN.at(Instant.parse("2026-06-06T03:59:59Z"));
    assertThat(after.day()).isEqualTo("2026-06-06");
    assertThat(after.shift()).contains(new Shifts.Worked("night", LocalDate.parse("2026-06-05")));
    assertThat(BERLIN.at(Instant.parse("2026-06-06T04:00:00Z")).shift())
        .contains(new Shifts.Worked("early", LocalDate.parse("2026-06-06")));
  }

  @Test
  void theHourThatComesTwiceIsInTheNightBothTimes() {
    Shifts.Worked night = new Shifts.Worked("night", LocalDate.parse("2026-10-24"));
    for (String moment : List.of("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")) {
      assertThat(BERLIN.at(Instant.parse(moment)).shift()).as(moment).contains(night);
      assertThat(BERLIN.at(Instant.parse(moment)).day()).isEqualTo("2026-10-25");
    }
    assertThat(BERLIN.at(Instant.parse("2026-10-25T05:00:00Z")).shift())
        .as("06:00 in winter time")
        .contains(new Shifts.Worked("early", LocalDate.parse("2026-10-25")));
  }

  @Test
  void betweenShiftsIsNoShift() {
    Shifts day = ShiftsFile.parse("shifts: {day: \"08:00-16:00\", all: \"16:00-24:00\"}", "test");
    assertThat(day.at(Instant.parse("2026-06-05T07:59:59Z")).shift()).isEmpty();
    assertThat(day.at(Instant.parse("2026-06-05T23:59:59Z")).shift()).isPresent();
    assertThat(Shifts.NONE.at(Instant.EPOCH).shift()).isEqualTo(Optional.empty());
  }

  @Test
  void everythingWrongWithAFileIsSaidAtOnce() {
    assertThatThrownBy(
            () ->
                ShiftsFile.parse(
                    "{time-zone: Mars/Olympus, shift: 1, shifts: {early: 6-14}}", "s.yaml"))
        .hasMessageContaining("s.yaml")
        .hasMessageContaining("Mars/Olympus")
        .hasMessageContaining("unknown key 'shift'")
        .hasMessageContaining("shift early");
    assertThatThrownBy(
            () -> ShiftsFile.parse("shifts: {a: \"22:00-06:00\", b: \"05:00-07:00\"}", "s.yaml"))
        .hasMessageContaining("a and b overlap");
  }

  @Test
  void windowsEndAtTheNewestDay() {
    Period recent = Period.recent(LocalDate.parse("2026-03-14"), 7);
    assertThat(recent.beforeFrom()).isEqualTo("2026-03-01");
    assertThat(recent.afterFrom()).isEqualTo("2026-03-08");
    assertThat(recent.until()).isEqualTo("2026-03-14");
    LocalDate newest = recent.until();
    assertThat(Period.around(newest.plusDays(1), recent.beforeFrom(), newest)).isEmpty();
    assertThat(Period.around(recent.beforeFrom(), recent.beforeFrom(), newest)).isEmpty();
    assertThat(Period.around(newest, recent.beforeFrom(), newest)).isPresent();
  }
}
