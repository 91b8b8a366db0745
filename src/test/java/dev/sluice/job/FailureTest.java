package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void whatNobodyForesawTellsNoSecretOfALink() {
    Failure failure =
        Failure.of(
            new IllegalStateException(
                new java.io.IOException(
                    "\n no route to ftp://me:pw@host/m.csv, https://h/a?sig=x")));
    assertThat(failure.exit()).isEqualTo(ExitCode.INTERNAL);
    assertThat(failure.message())
        .isEqualTo("IOException:  no route to ftp://host/m.csv, https://h/a?…");
    assertThat(Failure.of(new StepStopped(ExitCode.INPUT, null)).message()).isNull();
  }
}
