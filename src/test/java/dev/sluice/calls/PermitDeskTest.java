package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.PriceList;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PermitDeskTest {
  private static final PriceList PRICES =
      new PriceList("test", LocalDate.of(2026, 1, 1), "USD", 1, 0, 1, 0);
  private static final int STAGE = 7;

  private final AtomicLong time = new AtomicLong();
  private final AtomicBoolean leaseHeld = new AtomicBoolean(true);
  private final Attempts attempts = new Attempts();

  @Test
  void oneWorkHasOneLivePermit() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Denied.class);
    desk.answer(new PermitMessage.Returned("a", 1, false));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
  }

  @Test
  void aProviderThatGivesUpTwentyInARowGetsNothingMore() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    giveUp(desk, 19);
    desk.answer(new PermitMessage.Noted(FactKind.DONE));
    giveUp(desk, 19);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    giveUp(desk, 1);
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Closed.class);
    SpendingStopped stopped = desk.stopped().orElseThrow();
    assertThat(stopped).hasMessageContaining("task_failed");
    assertThat(stopped.why().stillFetches()).as("what was sent is paid for").isTrue();
  }

  private static void giveUp(PermitDesk desk, int times) {
    for (int i = 0; i < times; i++) {
      desk.answer(new PermitMessage.Noted(FactKind.FAILED));
      desk.answer(new PermitMessage.GivenUp("task_failed"));
    }
  }

  @Test
  void aTaskOfAnEarlierRoundGetsNothing() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.open("r2");
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Closed.class);
  }

  @Test
  void anAttemptThatTheDriverGaveUpGetsNothing() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    attempts.ended(1);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Closed.class);
  }

  @Test
  void anAttemptNobodyHasHeardOfWaitsALittle() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    assertThat(desk.answer(ask("r1", "a", 2))).isInstanceOf(PermitMessage.Later.class);
    attempts.started(2);
    assertThat(desk.answer(ask("r1", "a", 2))).isInstanceOf(PermitMessage.Granted.class);
  }

  @Test
  void thePermitOfALostAttemptBlocksItsWorkUntilItIsVoidAndKeepsItsMoney() {
    PermitDesk desk = desk(4);
    attempts.started(2);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    attempts.ended(1);
    assertThat(desk.answer(ask("r1", "a", 2))).isInstanceOf(PermitMessage.Denied.class);
    time.addAndGet(Duration.ofSeconds(13).toNanos());
    assertThat(desk.answer(ask("r1", "a", 2))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "b", 2))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "c", 2))).isInstanceOf(PermitMessage.Closed.class);
    assertThat(desk.stopped().orElseThrow().why()).isEqualTo(SpendingStopped.Why.BUDGET);
  }

  @Test
  void aPermitThatIsUsedSlowlyIsNotVoid() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    attempts.started(2);
    desk.answer(ask("r1", "a"));
    time.addAndGet(Duration.ofSeconds(55).toNanos());
    assertThat(desk.answer(ask("r1", "a", 2))).isInstanceOf(PermitMessage.Denied.class);
  }

  @Test
  void aSecondActionOnPaidWorksGetsNothing() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    PermitMessage second =
        new PermitMessage.Ask(new PermitMessage.Caller("r1", STAGE + 1, 1), "a", 1, "embed", 1, 0);
    assertThat(desk.answer(second)).isInstanceOf(PermitMessage.Closed.class);
  }

  @Test
  void aRunThatLostTheLeaseSendsNothing() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    leaseHeld.set(false);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Closed.class);
    assertThat(desk.stopped().orElseThrow().why()).isEqualTo(SpendingStopped.Why.AGAIN);
  }

  @Test
  void moneyIsReservedBeforeItIsSpent() {
    PermitDesk desk = desk(3.5);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "c"))).isInstanceOf(PermitMessage.Closed.class);
    assertThat(desk.stopped().orElseThrow().why()).isEqualTo(SpendingStopped.Why.BUDGET);
  }

  @Test
  void whatNoWindowOfALimitHoldsIsAFaultOfTheSettings() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.listen(refs -> refs);
    PermitMessage film =
        new PermitMessage.Ask(new PermitMessage.Caller("r1", STAGE, 1), "film", 1, "embed", 240, 0);
    assertThat(desk.answer(film)).isInstanceOf(PermitMessage.Closed.class);
    assertThat(desk.stopped().orElseThrow())
        .hasMessageContaining("film")
        .hasMessageContaining("240.0 media minutes")
        .hasMessageContaining("150.0 in PT1H")
        .satisfies(e -> assertThat(e.why()).isEqualTo(SpendingStopped.Why.SETTINGS));
    assertThat(desk.answer(which("t1"))).isEqualTo(new PermitMessage.Ended(List.of("t1")));
    desk.stop(new SpendingStopped(SpendingStopped.Why.AGAIN, "a signal"));
    assertThat(desk.answer(which("t1")))
        .as("a harder reason is heard")
        .isInstanceOf(PermitMessage.Closed.class);
  }

  @Test
  void overBudgetWhatWasSentIsStillFetched() {
    PermitDesk desk = desk(0.5);
    desk.listen(refs -> refs);
    desk.answer(ask("r1", "a"));
    assertThat(desk.answer(which("t1"))).isEqualTo(new PermitMessage.Ended(List.of("t1")));
  }

  @Test
  void aRefusalForTooManyCreatesHoldsBackCreatesThatNoLimitIsKnownOf() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.listen(refs -> refs);
    desk.answer(new PermitMessage.SlowDown(Duration.ofSeconds(7)));
    PermitMessage other =
        new PermitMessage.Ask(new PermitMessage.Caller("r1", STAGE, 1), "a", 1, Works.ASSET, 0, 0);
    assertThat(desk.answer(other)).isEqualTo(new PermitMessage.Later(Duration.ofSeconds(7)));
    assertThat(desk.longestWait()).isEqualTo(Duration.ofSeconds(7));
    assertThat(desk.answer(which("t1")))
        .as("results wait for no create")
        .isEqualTo(new PermitMessage.Ended(List.of("t1")));
    time.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(desk.answer(other)).isInstanceOf(PermitMessage.Granted.class);
  }

  @Test
  void aRefusalForTooManyLooksHoldsBackLooksAndCreates() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.listen(refs -> refs);
    desk.answer(new PermitMessage.LookLater(Duration.ofSeconds(7)));
    desk.answer(new PermitMessage.LookLater(Duration.ZERO));
    assertThat(desk.mayLook()).isFalse();
    assertThat(desk.answer(which("t1"))).isEqualTo(new PermitMessage.Ended(List.of()));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Later.class);
    time.addAndGet(Duration.ofSeconds(7).toNanos());
    assertThat(desk.mayLook()).isTrue();
    assertThat(desk.answer(which("t1"))).isEqualTo(new PermitMessage.Ended(List.of("t1")));
    assertThat(desk.stopped()).isEmpty();
  }

  @Test
  void oneBadKeyStopsEverybody() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.answer(new PermitMessage.Stop(SpendingStopped.Why.PROVIDER, "the key is wrong"));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Closed.class);
    assertThat(desk.answer(which("t1"))).isInstanceOf(PermitMessage.Closed.class);
    assertThat(desk.stopped().orElseThrow()).hasMessage("the key is wrong");
  }

  @Test
  void oneSlowDownCoolsEverybody() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.answer(new PermitMessage.SlowDown(Duration.ofSeconds(30)));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Later.class);
    assertThat(desk.longestWait()).isEqualTo(Duration.ofSeconds(30));
    time.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.longestWait()).isZero();
  }

  @Test
  void untilTheFirstCallWasAcceptedOnlyOneIsUnderWay() {
    PermitDesk desk = fresh(Double.POSITIVE_INFINITY);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Later.class);
    desk.answer(new PermitMessage.Returned("a", 1, true));
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "c"))).isInstanceOf(PermitMessage.Granted.class);
  }

  private PermitDesk desk(double money) {
    PermitDesk desk = fresh(money);
    desk.answer(ask("r1", "first"));
    desk.answer(new PermitMessage.Returned("first", 1, true));
    return desk;
  }

  private PermitDesk fresh(double money) {
    Pace pace =
        Pace.of(
            List.of(
                new RateLimit(Dimension.REQUESTS, 6000, Duration.ofMinutes(1)),
                new RateLimit(Dimension.MEDIA_MINUTES, 150, Duration.ofHours(1))),
            time::get);
    attempts.started(1);
    PermitDesk desk =
        new PermitDesk(
            new PermitDesk.Rules(Map.of("embed", pace), PRICES, money, leaseHeld::get),
            attempts,
            time::get,
            new Tally());
    desk.open("r1");
    return desk;
  }

  private static PermitMessage ask(String round, String key) {
    return ask(round, key, 1);
  }

  private static PermitMessage ask(String round, String key, long attempt) {
    return new PermitMessage.Ask(
        new PermitMessage.Caller(round, STAGE, attempt), key, 1, "embed", 1, 0);
  }

  private static PermitMessage which(String ref) {
    return new PermitMessage.Which(new PermitMessage.Caller("r1", STAGE, 1), List.of(ref));
  }
}
