package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.Pace;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.spend.PriceList;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PermitDeskTest {
  private static final PriceList PRICES =
      new PriceList("test", LocalDate.of(2026, 1, 1), "USD", 1, 1, 0);
  private final AtomicLong time = new AtomicLong();

  @Test
  void oneWorkHasOneLivePermit() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Denied.class);
    desk.answer(new PermitMessage.Returned("a", 1, false));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
  }

  @Test
  void aTaskOfAnEarlierRoundGetsNothing() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.open("r2");
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Denied.class);
  }

  @Test
  void moneyIsReservedBeforeItIsSpent() {
    PermitDesk desk = desk(3.5);
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "c"))).isInstanceOf(PermitMessage.Denied.class);
    assertThat(desk.stopped().orElseThrow().why()).isEqualTo(SpendingStopped.Why.BUDGET);
  }

  @Test
  void oneBadKeyStopsEverybody() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.answer(new PermitMessage.Stop("the key is wrong"));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Denied.class);
    assertThat(desk.stopped().orElseThrow()).hasMessage("the key is wrong");
  }

  @Test
  void oneSlowDownCoolsEverybody() {
    PermitDesk desk = desk(Double.POSITIVE_INFINITY);
    desk.answer(new PermitMessage.SlowDown(Duration.ofSeconds(30)));
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Later.class);
    time.addAndGet(Duration.ofSeconds(31).toNanos());
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
  }

  @Test
  void untilTheFirstCallWasAcceptedOnlyOneIsUnderWay() {
    PermitDesk desk = new PermitDesk(Map.of(), PRICES, Double.POSITIVE_INFINITY);
    desk.open("r1");
    assertThat(desk.answer(ask("r1", "a"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Later.class);
    desk.answer(new PermitMessage.Returned("a", 1, true));
    assertThat(desk.answer(ask("r1", "b"))).isInstanceOf(PermitMessage.Granted.class);
    assertThat(desk.answer(ask("r1", "c"))).isInstanceOf(PermitMessage.Granted.class);
  }

  private PermitDesk desk(double money) {
    Pace pace =
        Pace.of(List.of(new RateLimit(Dimension.REQUESTS, 6000, Duration.ofMinutes(1))), time::get);
    PermitDesk desk = new PermitDesk(Map.of("embed", pace), PRICES, money);
    desk.open("r1");
    desk.answer(ask("r1", "first"));
    desk.answer(new PermitMessage.Returned("first", 1, true));
    return desk;
  }

  private static PermitMessage ask(String round, String key) {
    return new PermitMessage.Ask(round, key, 1, "embed", 1, 0);
  }
}
