package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Segmentation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void withoutACandidateItWasNeverAccepted() {
    assertThat(found(List.of(lost("a", 10)), List.of(), "a"))
        .isInstanceOf(Matching.Found.Nothing.class);
    assertThat(found(List.of(lost("a", 10)), List.of(task("t", 10, AT.minusSeconds(600))), "a"))
        .isInstanceOf(Matching.Found.Nothing.class);
  }

  @Test
  void theLengthTellsLostCreatesApart() {
    List<Matching.Lost> lost = List.of(lost("a", 10), lost("b", 20), lost("c", 30));
    List<Listed> tasks = List.of(task("t1", 20.04, AT), task("t2", 9.96, AT));
    assertThat(found(lost, tasks, "a")).isEqualTo(new Matching.Found.Exactly(tasks.get(1)));
    assertThat(found(lost, tasks, "b")).isEqualTo(new Matching.Found.Exactly(tasks.get(0)));
    assertThat(found(lost, tasks, "c")).isInstanceOf(Matching.Found.Nothing.class);
  }

  @Test
  void twoOfOneLengthAreHeldAndNotGuessed() {
    List<Matching.Lost> lost = List.of(lost("a", 10), lost("b", 10));
    List<Listed> tasks = List.of(task("t1", 10, AT), task("t2", 10, AT));
    assertThat(found(lost, tasks, "a")).isInstanceOf(Matching.Found.Ambiguous.class);
    assertThat(found(lost, tasks, "b")).isInstanceOf(Matching.Found.Ambiguous.class);
  }

  @Test
  void aTaskOfAnotherLengthIsNeitherOursNorIgnored() {
    assertThat(found(List.of(lost("a", 10)), List.of(task("t", 55, AT)), "a"))
        .isInstanceOf(Matching.Found.Ambiguous.class);
  }

  @Test
  void aTaskThatStillRunsSaysTooLittle() {
    Listed running = new Listed(new ProviderRef("t"), AT, "processing", "", Listed.Shown.NOTHING);
    assertThat(found(List.of(lost("a", 10)), List.of(running), "a"))
        .isInstanceOf(Matching.Found.TooEarly.class);
  }

  @Test
  void aTaskOfAnotherModelOrLinkIsNotOurs() {
    Listed other =
        new Listed(
            new ProviderRef("t"),
            AT,
            "ready",
            "",
            new Listed.Shown("marengo3.5", "", OptionalDouble.of(10), OptionalDouble.empty()));
    Listed linked =
        new Listed(
            new ProviderRef("t"),
            AT,
            "ready",
            "",
            new Listed.Shown(
                "marengo3.0", "https://h/b.mp4", OptionalDouble.of(10), OptionalDouble.empty()));
    assertThat(found(List.of(lost("a", 10)), List.of(other, linked), "a"))
        .isInstanceOf(Matching.Found.Nothing.class);
  }

  private static Matching.Found found(
      List<Matching.Lost> lost, List<Listed> tasks, String content) {
    return Matching.match(lost, tasks).get(lost(content, 1).work().workKey());
  }

  private static Matching.Lost lost(String content, double seconds) {
    Work work =
        Works.embed(
            "emulator",
            "f1:" + dev.sluice.spend.WorkKey.sha256(content),
            "file:/videos/" + content + ".mp4",
            new EmbedRequest(
                "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty()),
            seconds / 60);
    return new Matching.Lost(work, AT, Duration.ofSeconds(70));
  }

  private static Listed task(String id, double seconds, Instant at) {
    return new Listed(
        new ProviderRef(id),
        at,
        "ready",
        "",
        new Listed.Shown("marengo3.0", "", OptionalDouble.of(seconds), OptionalDouble.empty()));
  }
}
