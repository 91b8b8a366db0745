package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chaos.Kept.Generation;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing is worth nothing: what it must find. */
class VerdictTest {
  private static final Corpus CORPUS = new Corpus(1);
  private static final WorkKey WORK = new WorkKey(WorkKey.sha256("work"));
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final List<Emulator.Create> creates = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private final List<Fact> facts = new ArrayList<>();
  private final List<CallRow> calls = new ArrayList<>();
  private final List<Generation> responses = new ArrayList<>();
  private final List<String> embedded = new ArrayList<>();

  @Test
  void aWorkPaidOnceAndDoneIsFine() {
    accepted("id-1");
    done(1, "id-1");
    assertThat(problems()).isEmpty();
  }

  @Test
  void aCreateThatNobodyKnowsWasPaidAndLost() {
    accepted("id-1");
    accepted("id-2");
    done(1, "id-1");
    assertThat(problems()).singleElement().asString().contains("paid and lost");
  }

  @Test
  void aCreateThatArrivedAfterItWasGivenUpIsInTheWindow() {
    accepted("id-1");
    accepted("id-2");
    failed(1, "", "never_accepted");
    done(2, "id-2");
    assertThat(problems()).singleElement().asString().contains("declared never accepted");
    assertThat(result().inWindow()).isEqualTo(1);
  }

  @Test
  void aSecondGenerationIsRightWhereTheEmulatorFailedTheFirst() {
    accepted("id-1");
    accepted("id-2");
    failed.add("id-1");
    failed(1, "id-1", "provider_failed");
    done(2, "id-2");
    assertThat(problems()).isEmpty();
  }

  @Test
  void aSecondGenerationIsRightWhereNothingWasAccepted() {
    accepted("id-2");
    failed(1, "", "never_accepted");
    done(2, "id-2");
    assertThat(problems()).isEmpty();
    assertThat(result().neverAccepted()).isEqualTo(1);
  }

  @Test
  void aSecondGenerationIsWrongWhereTheFirstWasWell() {
    accepted("id-1");
    accepted("id-2");
    failed(1, "id-1", "expired");
    done(2, "id-2");
    assertThat(problems()).singleElement().asString().contains("the emulator had not failed it");
  }

  @Test
  void aTaskTakenFromAnotherVideoIsFound() {
    creates.add(create("id-1", "http://127.0.0.1:9/other.mp4"));
    done(1, "id-1");
    assertThat(problems()).singleElement().asString().contains("took over the task");
  }

  @Test
  void aLedgerThatLacksAFactIsFound() {
    accepted("id-1");
    done(1, "id-1");
    calls.clear();
    assertThat(problems()).singleElement().asString().contains("calls say null");
  }

  @Test
  void twoRowsForOneAnswerAreFound() {
    accepted("id-1");
    done(1, "id-1");
    responses.add(responses.get(0));
    assertThat(problems()).singleElement().asString().contains("two rows in responses");
  }

  @Test
  void aVideoWithoutAVectorIsFound() {
    accepted("id-1");
    done(1, "id-1");
    embedded.clear();
    assertThat(problems()).singleElement().asString().contains("0 vectors");
  }

  private List<String> problems() {
    return result().problems();
  }

  private Verdict.Result result() {
    return Verdict.of(
        CORPUS,
        new Chaos.Seen(List.of(), creates, failed, 1, 0, List.of()),
        new Kept(facts, List.of(), calls, responses, embedded, List.of()));
  }

  private void accepted(String id) {
    creates.add(create(id, CORPUS.link(0)));
  }

  private Emulator.Create create(String id, String source) {
    return new Emulator.Create(creates.size() + 1, 0, "embed", id, source, "", "accepted");
  }

  private void done(int generation, String ref) {
    end(generation, FactKind.DONE, ref, "");
    responses.add(new Generation(WORK.value(), generation));
    embedded.add(CORPUS.content(0));
  }

  private void failed(int generation, String ref, String code) {
    end(generation, FactKind.FAILED, ref, code);
  }

  private void end(int generation, FactKind kind, String ref, String code) {
    Fact.Header header =
        new Fact.Header("embed", "emulator", "marengo3.0", CORPUS.content(0), "r", "t", NOON, 1);
    FactName name = new FactName(WORK, generation, kind);
    facts.add(new Fact(name, header, NOON, ref, Fact.Answer.no(code, "")));
    calls.add(
        new CallRow(
            WORK.value(),
            generation,
            "embed",
            "emulator",
            "marengo3.0",
            null,
            CORPUS.content(0),
            ref.isEmpty() ? null : ref,
            kind.key(),
            "unknown",
            null,
            null,
            1,
            0,
            "media_minute",
            0,
            "USD",
            NOON,
            NOON,
            "r"));
  }
}
