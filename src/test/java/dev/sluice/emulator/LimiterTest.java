package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimiterTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void windowOfOneMinuteSlides() {
    Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    Limiter limiter = new Limiter(Map.of(Operation.EMBED, 2), clock);
    assertThat(limiter.ask(Operation.EMBED).granted()).isTrue();
    now = now.plusSeconds(30);
    assertThat(limiter.ask(Operation.EMBED).granted()).isTrue();
    Limiter.Standing full = limiter.ask(Operation.EMBED);
    assertThat(full.granted()).isFalse();
    assertThat(full.reset()).isEqualTo(Instant.parse("2026-11-21T10:01:00Z"));
    now = full.reset();
    assertThat(limiter.ask(Operation.EMBED).granted()).isTrue();
    assertThat(limiter.ask(Operation.EMBED).granted()).isFalse();
    assertThat(limiter.ask(Operation.UPLOAD).remaining()).isEqualTo(-1);
  }
}
