package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(S3Extension.class)
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
    writeHolder(here() + boot());
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

  @Test
  void whoWasTakenOverKnowsIt() {
    RunLease first = take("run-1", Duration.ZERO);
    // Its process is alive and on this machine, and its beats have stopped.
    time.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(first.held()).isTrue();
    try (RunLease next = take("run-2", Duration.ofMinutes(4))) {
      assertThat(next.held()).isTrue();
      assertThat(first.held()).isFalse();
      first.close();
      assertThat(next.held()).isTrue();
      assertThatThrownBy(() -> take("run-3", Duration.ZERO)).hasMessageContaining("run-2");
    }
  }

  @Test
  void aClosedLeaseIsNotHeld() {
    RunLease lease = take("run-1", Duration.ZERO);
    lease.close();
    assertThat(lease.held()).isFalse();
  }

  @Test
  void aProcessOfAnotherContainerWithTheSameHostNameIsNotTakenForGone() throws Exception {
    writeHolder(
        "\"host\":\""
            + java.net.InetAddress.getLocalHost().getHostName()
            + "\",\"processes\":\"pid:[1]\"");
    assertThatThrownBy(() -> take("run-2", Duration.ZERO)).isInstanceOf(SpendingStopped.class);
  }

  @Test
  void aProcessOfAnotherMachineWithTheSameNameIsNotTakenForGone() throws Exception {
    writeHolder(here() + ",\"boot\":\"another\"");
    assertThatThrownBy(() -> take("run-2", Duration.ZERO)).isInstanceOf(SpendingStopped.class);
    writeHolder(here());
    assertThatThrownBy(() -> take("run-2", Duration.ZERO)).isInstanceOf(SpendingStopped.class);
  }

  @Test
  void whoStandsStillWhileLookingTakesOverNobodyThatBeats() throws Exception {
    writeHolder("\"host\":\"elsewhere\"");
    AtomicLong beats = new AtomicLong();
    assertThatThrownBy(
            () ->
                RunLease.take(
                    dir.toString(),
                    "run-2",
                    Duration.ofHours(1),
                    new Configuration(),
                    () -> time.addAndGet(Duration.ofMinutes(4).toNanos()),
                    pause -> writeBeat(beats.incrementAndGet())))
        .hasMessageContaining("run-1");
    assertThat(beats.get()).isPositive();
  }

  @Test
  void onS3OneOfManyGetsIt(S3Server s3) throws Exception {
    String place = s3.bucket() + "/journal";
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        CyclicBarrier start = new CyclicBarrier(8);
        List<Future<Optional<RunLease>>> tries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String run = "run-" + i;
          tries.add(
              pool.submit(
                  () -> {
                    start.await();
                    try {
                      return Optional.of(RunLease.take(place, run, Duration.ZERO, s3.hadoop()));
                    } catch (SpendingStopped e) {
                      return Optional.empty();
                    }
                  }));
        }
        List<RunLease> holders = new ArrayList<>();
        for (Future<Optional<RunLease>> attempt : tries) {
          attempt.get().ifPresent(holders::add);
        }
        assertThat(holders).hasSize(1);
        assertThat(holders.get(0).held()).isTrue();
        holders.get(0).close();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void onS3ASilentHolderIsTakenOverAndHeldCostsNothing(S3Server s3) throws Exception {
    String place = s3.bucket() + "/journal";
    RunLease first = take(place, s3.hadoop(), "run-1", Duration.ZERO);
    FileSystem fs = new org.apache.hadoop.fs.Path(place).getFileSystem(s3.hadoop());
    long requests = requests(fs);
    for (int i = 0; i < 1000; i++) {
      assertThat(first.held()).isTrue();
    }
    assertThat(requests(fs)).isEqualTo(requests);
    assertThatThrownBy(() -> take(place, s3.hadoop(), "run-2", Duration.ofMinutes(1)))
        .hasMessageContaining("run-1");
    try (RunLease next = take(place, s3.hadoop(), "run-2", Duration.ofMinutes(4))) {
      assertThat(next.held()).isTrue();
      assertThat(first.held()).isFalse();
    }
    first.close();
  }

  private static long requests(FileSystem fs) {
    return IOStatisticsSupport.retrieveIOStatistics(fs).counters().get("store_io_request");
  }

  private void writeHolder(String host) throws Exception {
    Files.createDirectories(dir.resolve("RUN"));
    Files.writeString(
        dir.resolve("RUN/1.holder"),
        "{\"generation\":1,\"run_id\":\"run-1\"," + host + ",\"pid\":999999999,\"started\":\"x\"}");
  }

  private void writeBeat(long beats) {
    try {
      Files.writeString(
          dir.resolve("RUN/1.beat"),
          "{\"generation\":1,\"run_id\":\"run-1\",\"host\":\"elsewhere\",\"beats\":%d}"
              .formatted(beats));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String here() throws Exception {
    return "\"host\":\"" + java.net.InetAddress.getLocalHost().getHostName() + "\"";
  }

  private static String boot() throws Exception {
    return ",\"boot\":\""
        + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip()
        + "\"";
  }

  private RunLease take(String runId, Duration patience) {
    return take(dir.toString(), new Configuration(), runId, patience);
  }

  private RunLease take(String place, Configuration hadoop, String runId, Duration patience) {
    return RunLease.take(
        place, runId, patience, hadoop, time::get, pause -> time.addAndGet(pause.toNanos()));
  }
}
