package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class HeardTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String SAID = "Fri, 20 Nov 2026 10:00:00 GMT";

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
  private final Heard heard = new Heard(nanos::get, wall::get);

  @Test
  void theProvidersTimeGoesOnWithTheClocksOfThisMachine() {
    assertThat(heard.time()).isEmpty();
    heard.date(SAID).ifPresent(heard::said);
    pass(Duration.ofMinutes(5), Duration.ofMinutes(5).plusSeconds(4));
    assertThat(heard.time()).contains(Instant.parse("2026-11-20T10:05:00Z"));
  }

  @Test
  void nothingIsKnownOfTheTimeAfterSleepUntilItIsSaidAgain() {
    heard.date(SAID).ifPresent(heard::said);
    pass(Duration.ofSeconds(1), Duration.ofHours(3));
    assertThat(heard.time()).isEmpty();
    heard.date("Fri, 20 Nov 2026 13:00:01 GMT").ifPresent(heard::said);
    assertThat(heard.time()).contains(Instant.parse("2026-11-20T13:00:01Z"));
  }

  @Test
  void anythingButADateSaysNothing() {
    assertThat(heard.date(null)).isEmpty();
    assertThat(heard.date("noon")).isEmpty();
  }

  @Test
  void gatewaysAndStoresDoNotTellTheProvidersTime() throws Exception {
    try (Rig rig = new Rig()) {
      for (int attempt = 0; attempt < 4; attempt++) {
        rig.answers(Rig.response(502, "<html>").addHeader("Date", SAID));
      }
      rig.provider.embedder().look(Replies.TASK);
      assertThat(rig.provider.time()).isEmpty();
      rig.answers(Rig.response(404, "{\"code\":\"x\"}").addHeader("Date", SAID));
      rig.provider.embedder().look(Replies.TASK);
      assertThat(rig.provider.time().orElseThrow())
          .isBetween(Instant.parse("2026-11-20T10:00:00Z"), Instant.parse("2026-11-20T10:01:00Z"));
    }
  }

  private void pass(Duration monotonic, Duration byWall) {
    nanos.addAndGet(monotonic.toNanos());
    wall.updateAndGet(time -> time.plus(byWall));
  }
}
