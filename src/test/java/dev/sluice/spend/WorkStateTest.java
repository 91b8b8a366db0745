package dev.sluice.spend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkStateTest {
  private static final WorkKey KEY = new WorkKey("ab".repeat(32));

  @Test
  void nothingSaidMayBeCreated() {
    assertThat(WorkState.of(List.of())).isEqualTo(new WorkState.Open(1));
  }

  @Test
  void anIntentAloneIsInDoubt() {
    assertThat(state("1.intent")).isEqualTo(new WorkState.Orphan(1));
  }

  @Test
  void acceptedIsPolledAndNeverCreated() {
    assertThat(state("1.created", "1.intent")).isEqualTo(new WorkState.Pending(1));
  }

  @Test
  void doneAndRefusedAreFinal() {
    assertThat(state("1.intent", "1.created", "1.done"))
        .isEqualTo(new WorkState.Finished(1, FactKind.DONE));
    assertThat(state("1.intent", "1.refused"))
        .isEqualTo(new WorkState.Finished(1, FactKind.REFUSED));
  }

  @Test
  void aFailureOpensTheNextGeneration() {
    assertThat(state("1.intent", "1.created", "1.failed")).isEqualTo(new WorkState.Open(2));
    assertThat(state("1.failed", "2.failed")).isEqualTo(new WorkState.Open(3));
    assertThat(state("1.failed", "2.failed", "3.failed")).isEqualTo(new WorkState.Open(4));
  }

  @Test
  void namesAreFilesAndBack() {
    FactName name = new FactName(KEY, 2, FactKind.CREATED);
    assertThat(name.path()).isEqualTo("v1/ab/" + "ab".repeat(32) + ".2.created");
    assertThat(FactName.parse(name.file())).contains(name);
    assertThat(FactName.parse("." + name.file() + ".tmp")).isEmpty();
    assertThat(FactName.parse("README")).isEmpty();
  }

  private static WorkState state(String... facts) {
    return WorkState.of(
        List.of(facts).stream()
            .map(fact -> FactName.parse(KEY.value() + "." + fact).orElseThrow())
            .toList());
  }
}
