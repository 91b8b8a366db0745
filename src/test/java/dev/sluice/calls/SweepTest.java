package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepTest {
  private static final FactName INTENT = fact(1, FactKind.INTENT);
  private static final FactName CREATED = fact(1, FactKind.CREATED);
  private static final FactName DONE = fact(1, FactKind.DONE);
  private static final FactName FAILED = fact(1, FactKind.FAILED);

  @Test
  void theTerminalFactGoesLast() {
    Sweep sweep = Sweep.of(List.of(DONE, INTENT, CREATED), Set.of(DONE));
    assertThat(sweep.first()).containsExactlyInAnyOrder(INTENT, CREATED);
    assertThat(sweep.last()).containsExactly(DONE);
  }

  @Test
  void whatIsNotSettledStays() {
    assertThat(Sweep.of(List.of(INTENT, CREATED, DONE), Set.of()).size()).isZero();
    assertThat(Sweep.of(List.of(INTENT, CREATED), Set.of(fact(2, FactKind.DONE))).size()).isZero();
  }

  @Test
  void aFailedGenerationGoesWhileTheNextIsUnderWay() {
    FactName next = fact(2, FactKind.INTENT);
    Sweep sweep = Sweep.of(List.of(INTENT, CREATED, FAILED, next), Set.of(FAILED));
    assertThat(sweep.first()).containsExactlyInAnyOrder(INTENT, CREATED);
    assertThat(sweep.last()).containsExactly(FAILED);
  }

  /** The ledger holds one of the two; the other may be the answer that was paid for. */
  @Test
  void aGenerationThatBothFailedAndSucceededStays() {
    assertThat(Sweep.of(List.of(INTENT, FAILED, DONE), Set.of(FAILED)).size()).isZero();
  }

  @Test
  void whatCameAfterASweepGoesWithTheNext() {
    assertThat(Sweep.of(List.of(INTENT), Set.of(DONE)).first()).containsExactly(INTENT);
  }

  private static FactName fact(int generation, FactKind kind) {
    return new FactName(new WorkKey(WorkKey.sha256("work")), generation, kind);
  }
}
