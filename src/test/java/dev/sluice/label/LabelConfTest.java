package dev.sluice.label;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelConfTest {
  @Test
  void aWithdrawnModelIsRefusedWithItsSuccessorBeforeAnythingRuns() {
    assertThatThrownBy(
            () ->
                new LabelConf(
                    "t.yaml", null, "pegasus1.2", null, null, null, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("pegasus1.2", "2026-08-18", "pegasus1.5");
  }
}
