package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeldAtTest {
  @Test
  void aKeyThatIsNotOnThisMachineIsOneFailureForAll() {
    HeldAt held =
        new HeldAt(
            new ProviderConf(
                "twelvelabs", "https://localhost", "env:SLUICE_NO_KEY", Duration.ofSeconds(1)));
    assertThat(held.index(new ProviderRef("0123456789abcdef01234567")))
        .isInstanceOfSatisfying(
            CallOutcome.Fatal.class,
            fatal -> assertThat(fatal.cause()).isEqualTo(CallOutcome.FatalCause.BAD_KEY));
  }

  @Test
  void whatStoppedATaskIsKnownFromItsTextAlone() {
    SpendingStopped stopped =
        new SpendingStopped(SpendingStopped.Why.SETTINGS, "the provider's key is not at env:X");
    RuntimeException spark =
        new IllegalStateException("Lost task 0.3: " + stopped + "\n\tat dev.sluice.calls.Here");
    assertThat(SpendingStopped.in(spark).orElseThrow())
        .hasMessage("the provider's key is not at env:X")
        .extracting(SpendingStopped::why)
        .isEqualTo(SpendingStopped.Why.SETTINGS);
    assertThat(SpendingStopped.in(new RuntimeException(stopped))).containsSame(stopped);
    assertThat(SpendingStopped.in(new RuntimeException("else"))).isEmpty();
  }
}
