package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Answers that were paid for and cannot be had: they are held, and never bought again. */
@ExtendWith(SparkExtension.class)
class HeldAnswersTest {
  private static final String LOOK = "GET /embed-v2/tasks/{id}";
  private static final List<Work> WORKS =
      SpendRig.works(SpendRig.clip("tree_00"), SpendRig.clip("ocean_00"));

  @TempDir private Path dir;
  private SpendRig rig;

  @BeforeEach
  void start(SparkSession spark) {
    rig = new SpendRig(spark, dir);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aLookThatIsRefusedHoldsTheAnswerUntilItCanBeHad() {
    rig.emulator.faults().during(LOOK, Fault.PAGE_EXPIRED, Duration.ofHours(1));
    SpendReport first = rig.spend(WORKS);
    assertThat(first.held()).isEqualTo(2);
    assertThat(first.creates()).isEqualTo(2);
    assertThat(rig.quarantine())
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.reason()).isEqualTo(Broken.NOT_FETCHED))
        .allSatisfy(row -> assertThat(row.detail()).contains("The page token is unknown"));

    assertThat(rig.spend(WORKS).held()).as("a run that still cannot have them").isEqualTo(2);
    rig.emulator.faults().clear();
    assertThat(rig.spend(WORKS).done()).isEqualTo(2);
    assertThat(rig.quarantine()).isEmpty();
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isEqualTo(2);
    assertThat(rig.warehouse().rows(CallRow.TABLE))
        .allMatch(call -> call.outcome().equals("done") && call.generation() == 1);
  }

  @Test
  void anAnswerThatIsLostAfterAllIsNotBoughtAgain() throws Exception {
    rig.emulator.faults().during(LOOK, Fault.PAGE_EXPIRED, Duration.ofHours(1));
    rig.spend(WORKS);
    Work lost = WORKS.get(0);
    look(lost, true).failed(new CallOutcome.Failed("expired", "it is not there any more"));
    rig.emulator.faults().clear();
    SpendReport report = rig.spend(WORKS);
    assertThat(report.done()).isEqualTo(1);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(rig.quarantine())
        .singleElement()
        .extracting(QuarantineRow::key, QuarantineRow::reason)
        .containsExactly(lost.workKey(), AfterLook.ANSWER_LOST);
    assertThat(rig.spend(WORKS).failed()).isEqualTo(1);
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isEqualTo(2);
  }

  @Test
  void aResultThatExpiredBeforeAnybodyCameForItOpensTheNextGeneration() throws Exception {
    look(WORKS.get(0), false).failed(new CallOutcome.Failed("expired", "gone"));
    assertThat(fact(WORKS.get(0), FactKind.FAILED).answer().code()).isEqualTo("expired");
  }

  @Test
  void looksThatAreTooManyAreRepeatedAndCountAsNoFailure() {
    rig.emulator.faults().next(LOOK, Fault.RATE_LIMITED, 9);
    SpendReport report = rig.spend(WORKS);
    assertThat(report.done()).isEqualTo(2);
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isEqualTo(2);
    assertThat(rig.quarantine()).isEmpty();
  }

  @Test
  void onlyOldResultsThatThisRunFetchesAreToldOf() {
    Clock sixDaysAgo = Clock.offset(Clock.systemUTC(), Duration.ofDays(-6));
    Work wanted = WORKS.get(0);
    for (Work work : WORKS) {
      FactWriter facts = rig.facts(work, sixDaysAgo);
      facts.intend(SentSource.NONE);
      facts.created("0123456789abcdef0123456" + WORKS.indexOf(work));
    }
    List<String> lines = new ArrayList<>();
    rig.run(lines::add).spend(rig.dataset(List.of(wanted)));
    assertThat(lines).filteredOn(line -> line.contains("results wait")).hasSize(1);
    assertThat(lines).anyMatch(line -> line.contains("1 results wait"));
    assertThat(rig.warehouse().rows(CallRow.TABLE))
        .filteredOn(call -> call.workKey().equals(wanted.workKey()) && call.generation() == 1)
        .singleElement()
        .satisfies(call -> assertThat(call.runId()).as("whose money it is").isEqualTo("r"))
        .satisfies(
            call ->
                assertThat(call.requestedAt()).isBefore(Instant.now().minus(Duration.ofDays(5))));
  }

  @Test
  void everybodyIsToldThatLooksAreTooMany() throws Exception {
    List<PermitMessage> told = new ArrayList<>();
    look(WORKS.get(0), false, told).throttled(new CallOutcome.Throttled(Duration.ofSeconds(7), ""));
    assertThat(told).containsExactly(new PermitMessage.LookLater(Duration.ofSeconds(7)));
  }

  @Test
  void aLookAtAnUploadThatIsRefusedRefusesNoWork() {
    rig.emulator.faults().during("GET /assets/{id}", Fault.PAGE_EXPIRED, Duration.ofHours(1));
    SpendReport first = rig.spend(WORKS);
    assertThat(first.pending()).isEqualTo(2);
    assertThat(first.refused() + first.failed()).isZero();
    assertThat(rig.quarantine()).isEmpty();
    rig.emulator.faults().clear();
    assertThat(rig.spend(WORKS).done()).isEqualTo(2);
    assertThat(rig.emulator.log().creates(Operation.UPLOAD)).isEqualTo(2);
  }

  @Test
  void whatWasKeptForTooLongSaysNothingAboutTheProviderOfToday() {
    List<PermitMessage> told = new ArrayList<>();
    look(WORKS.get(0), false, told).failed(new CallOutcome.Failed("expired", "gone"));
    assertThat(told).containsExactly(new PermitMessage.Noted(FactKind.FAILED));
    look(WORKS.get(1), false, told).failed(new CallOutcome.Failed("task_failed", "cannot"));
    assertThat(told).contains(new PermitMessage.GivenUp("task_failed"));
  }

  private AfterLook look(Work work, boolean inVain) {
    return look(work, inVain, new ArrayList<>());
  }

  private AfterLook look(Work work, boolean inVain, List<PermitMessage> told) {
    Permits desk =
        message -> {
          told.add(message);
          return new PermitMessage.Heard();
        };
    return new AfterLook(
        new AfterCall.Context(
            new CallTools(null, rig.journal(), desk, Clock.systemUTC(), () -> 0, null),
            null,
            Duration.ofSeconds(1),
            () -> {}),
        new Flight(
            new CallRequest(work, 1, "t1", 0, "", inVain), rig.facts(work), Flight.Stage.LOOK, 0));
  }

  private Fact fact(Work work, FactKind kind) throws Exception {
    FactName name = new FactName(new WorkKey(work.workKey()), 1, kind);
    return FactJson.read(rig.journal().get(name).orElseThrow()).orElseThrow();
  }
}
