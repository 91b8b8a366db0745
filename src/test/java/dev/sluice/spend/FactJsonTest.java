package dev.sluice.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FactJsonTest {
  private static final Fact DONE =
      new Fact(
          new FactName(new WorkKey("0f".repeat(32)), 1, FactKind.DONE),
          new Fact.Header(
              "embed",
              "emulator",
              "marengo3.0",
              "f1:" + "1".repeat(64),
              "run-1",
              "stage 3 task 12 attempt 0",
              Instant.parse("2026-11-21T10:00:00Z"),
              1),
          Instant.parse("2026-11-21T10:00:41.5Z"),
          "6a5e85dea51eb9c9b9c8006a",
          new Fact.Answer("m@1", 0.083, 0, 0, "", "", new byte[] {1, 2, 3}));

  @Test
  void theWrittenFormIsFinal() {
    assertThat(new String(FactJson.write(DONE), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"v\":1,\"work_key\":\""
                + "0f".repeat(32)
                + "\",\"generation\":1,\"kind\":\"done\",\"operation\":\"embed\","
                + "\"provider\":\"emulator\",\"model\":\"marengo3.0\",\"content_id\":\"f1:"
                + "1".repeat(64)
                + "\",\"run_id\":\"run-1\",\"task\":\"stage 3 task 12 attempt 0\","
                + "\"requested_at\":\"2026-11-21T10:00:00Z\",\"attempts\":1,"
                + "\"at\":\"2026-11-21T10:00:41.500Z\",\"ref\":\"6a5e85dea51eb9c9b9c8006a\","
                + "\"served_by\":\"m@1\",\"media_minutes\":0.083,\"input_tokens\":0,"
                + "\"output_tokens\":0,\"code\":\"\",\"message\":\"\",\"body\":\"AQID\"}\n");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    Fact back = FactJson.read(FactJson.write(DONE)).orElseThrow();
    assertThat(back.name()).isEqualTo(DONE.name());
    assertThat(back.header()).isEqualTo(DONE.header());
    assertThat(back.ref()).isEqualTo(DONE.ref());
    assertThat(back.answer().body()).containsExactly(1, 2, 3);
  }

  @Test
  void theAnswerOfAVideoOfHoursIsReadBack() {
    byte[] body = new byte[17_000_000];
    new Random(7).nextBytes(body);
    Fact.Answer answer = new Fact.Answer("m@1", 240, 0, 0, "", "", body);
    Fact fact = new Fact(DONE.name(), DONE.header(), DONE.at(), DONE.ref(), answer);
    assertThat(FactJson.read(FactJson.write(fact)).orElseThrow().answer().body()).isEqualTo(body);
  }

  @Test
  void anIntentKeepsWhatWasSentAndOneWithoutItIsRead() {
    Fact.Header header = DONE.header();
    Fact.Header sent =
        new Fact.Header(
            header.operation(),
            header.provider(),
            header.model(),
            header.contentId(),
            header.runId(),
            header.task(),
            header.requestedAt(),
            header.attempts(),
            "asset a1");
    for (Fact.Header each : new Fact.Header[] {header, sent}) {
      Fact intent =
          new Fact(
              new FactName(DONE.name().workKey(), 1, FactKind.INTENT),
              each,
              DONE.at(),
              "",
              Fact.Answer.atMost(1, 0));
      assertThat(FactJson.read(FactJson.write(intent)).orElseThrow().header()).isEqualTo(each);
    }
  }

  @Test
  void everyTornFactIsAbsent() {
    byte[] whole = FactJson.write(DONE);
    for (int length = 0; length < whole.length - 1; length++) {
      assertThat(FactJson.read(Arrays.copyOf(whole, length))).as("%s bytes", length).isEmpty();
    }
  }
}
