package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.Operation;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From the journal into the ledger, whatever was broken off in between. */
@ExtendWith(SparkExtension.class)
class FoldTest {
  private static final Work WORK = SpendRig.works(SpendRig.clip("tree_00")).get(0);
  private static final CallOutcome.Done ANSWER =
      new CallOutcome.Done(new byte[] {'{', '}'}, Usage.NONE, new ProviderRef("t1"), "");

  @TempDir private Path dir;
  private SpendRig rig;

  @BeforeEach
  void start(SparkSession spark) {
    rig = new SpendRig(spark, dir);
  }

  @AfterEach
  void stop() {
    CrashPoints.observe((point, workKey) -> {});
    rig.close();
  }

  @Test
  void anAnswerOfAGenerationThatWasGivenUpAlreadyIsNotBoughtAgain() {
    rig.facts(WORK).failed("t1", "expired", "it is not there");
    rig.fold().everything();
    rig.facts(WORK).done(ANSWER);
    SpendReport report = rig.spend(List.of(WORK));
    assertThat(report.known()).isEqualTo(1);
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isZero();
    assertThat(rig.warehouse().read(ResponseRow.TABLE).count()).isEqualTo(1);
    rig.fold().everything();
    assertThat(rig.warehouse().rows(CallRow.TABLE))
        .extracting(CallRow::outcome)
        .containsExactlyInAnyOrder("failed", "done");
  }

  @Test
  void whatDiedBetweenTheAnswerAndItsRowInTheLedgerIsCompletedOnce() {
    rig.facts(WORK).done(ANSWER);
    AtomicBoolean dies = new AtomicBoolean(true);
    CrashPoints.observe(
        (point, workKey) -> {
          if (point.equals(CrashPoints.FOLDING) && dies.getAndSet(false)) {
            throw new IllegalStateException("crash on purpose");
          }
        });
    assertThatThrownBy(() -> rig.fold().everything()).hasMessageContaining("on purpose");
    assertThat(rig.warehouse().read(CallRow.TABLE).count()).isZero();
    assertThat(rig.spend(List.of(WORK)).known()).isEqualTo(1);
    assertThat(rig.warehouse().read(ResponseRow.TABLE).count()).isEqualTo(1);
    assertThat(rig.warehouse().read(CallRow.TABLE).count()).isEqualTo(1);
    assertThat(rig.emulator.log().creates(Operation.EMBED)).isZero();
  }

  @Test
  void aFactThatIsToldTwiceHasOneRow() {
    rig.facts(WORK).failed("t1", "expired", "it is not there");
    FactName told = new FactName(new WorkKey(WORK.workKey()), 1, FactKind.FAILED);
    rig.fold().fold(List.of(told, told));
    assertThat(rig.warehouse().rows(CallRow.TABLE)).hasSize(1);
  }

  @Test
  void aRunThatLostTheLeaseWritesNoLedger() {
    rig.facts(WORK).done(ANSWER);
    assertThatThrownBy(() -> rig.fold(() -> false).everything())
        .isInstanceOf(SpendingStopped.class);
    assertThat(rig.warehouse().exists(CallRow.TABLE)).isFalse();
  }
}
