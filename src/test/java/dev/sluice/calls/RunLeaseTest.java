package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLeaseTest {
  @TempDir private Path dir;
  private final AtomicLong time = new AtomicLong();

  @Test
  void aSecondRunIsTurnedAwayAndToldWhoHoldsIt() {
    try (RunLease held = take("run-1", Duration.ZERO)) {
      assertThat(held.held()).isTrue();
      assertThatThrownBy(() -> take("run-2", Duration.ofSeconds(5)))
          .isInstanceOf(SpendingStopped.class)
          .hasMessageContaining("run-1");
    }
  }

  @Test
  void aReleasedLeaseIsTakenAtOnce() {
    take("run-1", Duration.ZERO).close();
    try (RunLease next = take("run-2", Duration.ZERO)) {
      assertThat(next.held()).isTrue();
    }
  }

  @Test
  void theLeaseOfAProcessThatIsGoneIsTakenAtOnce() throws Exception {
    writeHolder("\"host\":\"" + java.net.InetAddress.getLocalHost().getHostName() + "\"");
    try (RunLease next = take("run-2", Duration.ZERO)) {
      assertThat(next.held()).isTrue();
    }
  }

  @Test
  void aSilentHolderElsewhereIsTakenOverAfterThreeMinutes() throws Exception {
    writeHolder("\"host\":\"elsewhere\"");
    assertThatThrownBy(() -> take("run-2", Duration.ofMinutes(2)))
        .isInstanceOf(SpendingStopped.class);
    try (RunLease next = take("run-2", Duration.ofMinutes(4))) {
      assertThat(next.held()).isTrue();
    }
  }

  private void writeHolder(String host) throws Exception {
    Files.createDirectories(dir.resolve("RUN"));
    Files.writeString(
        dir.resolve("RUN/1.holder"),
        "{\"generation\":1,\"run_id\":\"run-1\"," + host + ",\"pid\":999999999,\"started\":\"x\"}");
  }

  private RunLease take(String runId, Duration patience) {
    return RunLease.take(
        dir.toString(),
        runId,
        patience,
        new Configuration(),
        time::get,
        pause -> time.addAndGet(pause.toNanos()));
  }
}
