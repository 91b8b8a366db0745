package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A marked key is looked for wherever a run leaves something. */
@ExtendWith(SparkExtension.class)
class SecretsTest {
  private static final String KEY = "tlk_MARKEDf00d4242";
  private static final String COMPRESSION = "spark.sql.parquet.compression.codec";

  private final Queue<String> seen = new ConcurrentLinkedQueue<>();
  @TempDir private Path dir;

  @Test
  void theKeyIsInNoPlanJobLogTableErrorOrProcessList(SparkSession spark) throws IOException {
    // Compressed files would hide it.
    String compression = spark.conf().get(COMPRESSION);
    spark.conf().set(COMPRESSION, "uncompressed");
    Listening listening = new Listening();
    Plans plans = new Plans();
    Logs logs = new Logs();
    spark.sparkContext().addSparkListener(listening);
    spark.listenerManager().register(plans);
    logs.start();
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    context.getConfiguration().getRootLogger().addAppender(logs, null, null);
    try (EmulatorServer emulator = EmulatorServer.start(EmulatorConf.defaults())) {
      assertThat(run(spark, emulator, "good", KEY).exit()).isEqualTo(ExitCode.DONE);
      // The emulator takes every key but those that begin so.
      RunOutcome refused = run(spark, emulator, "bad", "bad-key" + KEY);
      seen.add(refused.message().orElse(""));
    } finally {
      context.getConfiguration().getRootLogger().removeAppender(logs.getName());
      spark.listenerManager().unregister(plans);
      spark.sparkContext().removeSparkListener(listening);
      spark.conf().set(COMPRESSION, compression);
    }
    for (var setting : spark.sparkContext().getConf().getAll()) {
      seen.add(setting.toString());
    }
    assertThat(seen).hasSizeGreaterThan(500).noneMatch(text -> text.contains(KEY));
    try (Stream<Path> files = Files.walk(dir.resolve("w-good"))) {
      List<Path> all = files.filter(Files::isRegularFile).toList();
      assertThat(all).hasSizeGreaterThan(100).noneMatch(SecretsTest::holdsTheKey);
    }
    try (Stream<Path> files = Files.walk(dir.resolve("w-bad"))) {
      assertThat(files.filter(Files::isRegularFile)).noneMatch(SecretsTest::holdsTheKey);
    }
  }

  private RunOutcome run(SparkSession spark, EmulatorServer emulator, String name, String key)
      throws IOException {
    Path file = Files.writeString(dir.resolve(name + ".key"), key);
    StringBuilder manifest = new StringBuilder("video_id,uri\n");
    for (String clip : List.of("tree_00", "tree_01", "cup_00", "cup_01")) {
      manifest.append(
          "%s,%s%n".formatted(clip, Path.of("jobs/demo/clips/" + clip + ".mp4").toAbsolutePath()));
    }
    JobSpec spec =
        SpecReader.read(
            Path.of("jobs/demo.yaml"),
            Optional.empty(),
            List.of(
                "ingest.manifest=" + Files.writeString(dir.resolve(name + ".csv"), manifest),
                "provider.url=" + emulator.baseUrl(),
                "provider.key=file:" + file,
                "cluster.k=2"));
    Progress watched =
        line -> {
          seen.add(line);
          ProcessHandle.allProcesses()
              .forEach(process -> process.info().commandLine().ifPresent(seen::add));
        };
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w-" + name).toString());
    return new JobRunner(warehouse, spec, Clock.systemUTC(), watched)
        .run(List.of(), null, null, Duration.ZERO);
  }

  private static boolean holdsTheKey(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(KEY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Plans implements QueryExecutionListener {
    @Override
    public void onSuccess(String function, QueryExecution execution, long nanos) {
      seen.add(execution.toString());
    }

    @Override
    public void onFailure(String function, QueryExecution execution, Exception e) {
      seen.add(execution + " " + e);
    }
  }

  /** What the Spark UI and event logs show. */
  private final class Listening extends SparkListener {
    @Override
    public void onJobStart(SparkListenerJobStart job) {
      seen.add(String.valueOf(job.properties()));
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted stage) {
      seen.add(stage.stageInfo().name() + stage.stageInfo().details());
    }
  }

  private final class Logs extends AbstractAppender {
    Logs() {
      super("secrets", null, null, true, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
      seen.add(event.getMessage().getFormattedMessage() + event.getThrown());
    }
  }
}
