package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  @Test
  void everyLineIsOneObjectWithItsRun() {
    StringWriter out = new StringWriter();
    Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:00:00Z"), ZoneOffset.UTC);
    JsonLog log = new JsonLog(new PrintWriter(out), "demo", clock);
    log.say("starting Spark");
    log.begins("run-1");
    log.say("embed: \"3\" of 4 done");
    assertThat(out.toString().lines())
        .containsExactly(
            "{\"at\":\"2026-11-21T10:00:00Z\",\"job\":\"demo\",\"message\":\"starting Spark\"}",
            "{\"at\":\"2026-11-21T10:00:00Z\",\"job\":\"demo\",\"run_id\":\"run-1\","
                + "\"message\":\"embed: \\\"3\\\" of 4 done\"}");
  }
}
