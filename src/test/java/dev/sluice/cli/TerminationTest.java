package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Latency;
import dev.sluice.emulator.Operation;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command in a process of its own that is told to end, as YARN, Kubernetes and Airflow do it. */
class TerminationTest {
  @TempDir private Path dir;

  @Test
  void aRunThatIsToldToEndReleasesTheWarehouseAndSaysSo() throws Exception {
    EmulatorConf slow =
        EmulatorConf.defaults().withMadeUpAnswers().withLatency(Latency.parse("20s", 0));
    try (EmulatorServer emulator = EmulatorServer.start(slow)) {
      Path log = dir.resolve("log");
      spec(emulator.baseUrl(), "a.mp4,5,640,360," + WorkKey.sha256("a"));
      assertEndsWhenTold(() -> emulator.log().creates(Operation.EMBED) > 0, log, "run");
      assertThat(read(log)).contains("STOPPED  embed: ended by a signal");
      assertThat(dir.resolve("w/runs/_delta_log")).isDirectory();
    }
  }

  @Test
  void aLiveCheckThatIsToldToEndWaitsForNoAnswerEither() throws Exception {
    EmulatorConf slow =
        EmulatorConf.defaults().withMadeUpAnswers().withLatency(Latency.parse("60s", 0));
    try (EmulatorServer emulator = EmulatorServer.start(slow)) {
      spec(emulator.baseUrl(), "a.mp4,5,640,360," + WorkKey.sha256("a"));
      assertEndsWhenTold(
          () -> emulator.log().creates(Operation.EMBED) > 0,
          dir.resolve("log"),
          "validate",
          "--live");
    }
  }

  @Test
  void aPlanThatIsToldToEndLeavesItsTasksAndReleasesTheWarehouse() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    HttpServer silent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    silent.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    silent.start();
    try {
      spec(
          "http://127.0.0.1:1/v1.3",
          "http://127.0.0.1:%d/a.mp4,,,,".formatted(silent.getAddress().getPort()));
      assertEndsWhenTold(() -> asked.getCount() == 0, dir.resolve("log"), "plan");
    } finally {
      over.countDown();
      silent.stop(0);
    }
  }

  private void assertEndsWhenTold(BooleanSupplier inTheMiddle, Path log, String... words)
      throws Exception {
    Process run = start(log, words);
    try {
      while (!inTheMiddle.getAsBoolean()) {
        assertThat(run.isAlive()).as(() -> read(log)).isTrue();
        Thread.sleep(50);
      }
      run.destroy();
      assertThat(run.waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as(() -> read(log)).isEqualTo(75);
    } finally {
      run.destroyForcibly();
    }
    try (Stream<Path> leases = Files.list(dir.resolve("w/_sluice/journal/RUN"))) {
      assertThat(leases).anyMatch(lease -> lease.toString().endsWith(".released"));
    }
  }

  private Process start(Path log, String... words) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.sql.shuffle.partitions=2",
            "-Dspark.databricks.delta.snapshotPartitions=2",
            "-Dspark.local.dir=" + dir.resolve("scratch"),
            Main.class.getName()));
    line.addAll(List.of(words));
    line.addAll(
        List.of(dir.resolve("job.yaml").toString(), "--warehouse", dir.resolve("w").toString()));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectOutput(log.toFile()).start();
  }

  private void spec(String url, String video) throws IOException {
    Files.writeString(dir.resolve("a.mp4"), "ten bytes!");
    Files.writeString(
        dir.resolve("manifest.csv"),
        "video_id,uri,duration_sec,width,height,content_sha256\na," + video);
    Files.writeString(
        dir.resolve("job.yaml"),
        """
        job: demo
        provider: {name: emulator, url: '%s', key: none}
        ingest: {manifest: manifest.csv}
        embed: {model: marengo3.0}
        """
            .formatted(url));
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
