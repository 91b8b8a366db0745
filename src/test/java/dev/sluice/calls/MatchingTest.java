package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.Listed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final SentSource UPLOAD =
      SentSource.of(new MediaSource.Asset(new ProviderRef("asset-1")));
  private static final OptionalDouble NONE = OptionalDouble.empty();

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
    assertThat(found(List.of(lost("a", 10)), List.of(running("t", AT)), "a"))
        .isInstanceOf(Matching.Found.TooEarly.class);
  }

  @Test
  void aTaskOfTheSameLengthIsNotTakenWhileAnotherThatMayBeItRuns() {
    List<Matching.Lost> lost = List.of(lost("a", 10), lost("b", 20));
    List<Listed> tasks = List.of(task("t1", 10, AT), running("t2", AT));
    assertThat(found(lost, tasks, "a")).isInstanceOf(Matching.Found.TooEarly.class);
  }

  @Test
  void whereOthersUseTheAccountALengthAloneMakesNoTaskOurs() {
    List<Matching.Lost> lost = List.of(lost("a", 10));
    Listed asLong = task("t1", 10, AT);
    assertThat(found(lost, List.of(asLong), "a")).isEqualTo(new Matching.Found.Exactly(asLong));
    Listed others = task("t2", 10, AT.plus(Duration.ofMinutes(40)));
    assertThat(found(lost, List.of(asLong, others), "a"))
        .as("somebody else creates tasks too")
        .isInstanceOf(Matching.Found.Ambiguous.class);
  }

  @Test
  void lostCreatesOfAnotherDayExplainNoTaskOfOthers() {
    Matching.Lost longAgo =
        new Matching.Lost(
            "b", "m", NONE, 30, true, UPLOAD, AT.minus(Duration.ofDays(3)), Duration.ofSeconds(70));
    List<Listed> tasks = List.of(task("ours or theirs", 10, AT), task("theirs", 50, AT));
    assertThat(found(List.of(lost("a", 10)), tasks, "a"))
        .isInstanceOf(Matching.Found.Ambiguous.class);
    assertThat(found(List.of(lost("a", 10), longAgo), tasks, "a"))
        .isInstanceOf(Matching.Found.Ambiguous.class);
  }

  @Test
  void aTaskThatAnotherLostCreateMayBeIsNotTaken() {
    List<Matching.Lost> lost = List.of(lost("a", 10), lost("held since yesterday", 0));
    assertThat(found(lost, List.of(task("t1", 10, AT)), "a"))
        .isInstanceOf(Matching.Found.Ambiguous.class);
  }

  @Test
  void aTaskThatMayBeOfAPartOfALongerVideoIsNotTaken() {
    Matching.Lost part =
        new Matching.Lost("p", "m", NONE, 4, false, UPLOAD, AT, Duration.ofSeconds(70));
    Listed task = task("t1", 10, AT);
    assertThat(found(List.of(lost("a", 10), part), List.of(task), "a"))
        .isInstanceOf(Matching.Found.Ambiguous.class);
    Listed shorter = task("t1", 3, AT);
    assertThat(found(List.of(lost("a", 3), part), List.of(shorter), "a"))
        .isEqualTo(new Matching.Found.Exactly(shorter));
  }

  @Test
  void theLinkThatWasSentTellsATaskForCertain() {
    SentSource sent = SentSource.of(new MediaSource.Url("https://h/a.mp4?sig=1"));
    List<Matching.Lost> lost = List.of(lost("a", 10, sent));
    Listed ours = linked("t1", "https://h/a.mp4?sig=1", 10.9);
    Listed strangers = task("t2", 10, AT);
    assertThat(found(lost, List.of(ours, strangers), "a"))
        .isEqualTo(new Matching.Found.Exactly(ours));
    assertThat(found(lost, List.of(linked("t1", "https://h/b.mp4?sig=1", 10)), "a"))
        .isInstanceOf(Matching.Found.Nothing.class);
  }

  @Test
  void aTaskOfAnotherModelIsNotOurs() {
    assertThat(found(List.of(lost("a", 10)), List.of(shown("t", "other", "", 10, NONE)), "a"))
        .isInstanceOf(Matching.Found.Nothing.class);
  }

  @Test
  void whatAListShowsThoughItWasNotSentRulesOutOnlyWithTheLength() {
    List<Matching.Lost> lost = List.of(lost("a", 10));
    for (Listed odd :
        List.of(
            linked("t", "https://h/b.mp4", 10), shown("t", "m", "", 10, OptionalDouble.of(6)))) {
      assertThat(found(lost, List.of(odd), "a")).isInstanceOf(Matching.Found.Ambiguous.class);
    }
    for (Listed other :
        List.of(
            linked("t", "https://h/b.mp4", 12), shown("t", "m", "", 12, OptionalDouble.of(6)))) {
      assertThat(found(lost, List.of(other), "a")).isInstanceOf(Matching.Found.Nothing.class);
    }
  }

  @Test
  void aTaskThatFailedMayHaveBeenItAndCountsAsOne() {
    Listed failed =
        new Listed(new ProviderRef("t"), AT, Listed.State.GAVE_UP, "", Listed.Shown.NOTHING);
    assertThat(found(List.of(lost("a", 10)), List.of(failed), "a"))
        .isInstanceOf(Matching.Found.GaveUp.class);
  }

  private static Matching.Found found(
      List<Matching.Lost> lost, List<Listed> tasks, String content) {
    return Matching.match(lost, tasks).get(content);
  }

  private static Matching.Lost lost(String content, double seconds) {
    return lost(content, seconds, UPLOAD);
  }

  private static Matching.Lost lost(String content, double seconds, SentSource sent) {
    return new Matching.Lost(
        content, "m", NONE, seconds, seconds > 0, sent, AT, Duration.ofSeconds(70));
  }

  private static Listed running(String id, Instant at) {
    return new Listed(new ProviderRef(id), at, Listed.State.RUNNING, "", Listed.Shown.NOTHING);
  }

  private static Listed linked(String id, String url, double seconds) {
    return shown(id, "m", url, seconds, NONE);
  }

  private static Listed shown(
      String id, String model, String url, double seconds, OptionalDouble clipSec) {
    return new Listed(
        new ProviderRef(id),
        AT,
        Listed.State.READY,
        "",
        new Listed.Shown(model, url, OptionalDouble.of(seconds), clipSec));
  }

  private static Listed task(String id, double seconds, Instant at) {
    return new Listed(
        new ProviderRef(id),
        at,
        Listed.State.READY,
        "",
        new Listed.Shown("m", "", OptionalDouble.of(seconds), NONE));
  }
}
