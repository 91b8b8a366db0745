package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A key that is not there is told before anything begins. */
@ExtendWith(SparkExtension.class)
class KeyJobTest {
  @TempDir private Path dir;

  @Test
  void aMissingKeyIsNamedBeforeAnythingIsStarted(SparkSession spark) throws IOException {
    Path blank = Files.writeString(dir.resolve("key"), " \n");
    for (String ref : List.of("env:SLUICE_NO_SUCH_KEY", "file:" + blank, "file:/no/such/key")) {
      RunOutcome run = run(spark, ref, List.of());
      assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
      assertThat(run.message().orElseThrow()).contains(ref).contains("the provider's key");
    }
    assertThat(dir.resolve("w")).doesNotExist();
  }

  @Test
  void stepsThatSendNothingNeedNoKey(SparkSession spark) {
    assertThat(run(spark, "env:SLUICE_NO_SUCH_KEY", List.of("curate")).message().orElse(""))
        .doesNotContain("key");
  }

  private RunOutcome run(SparkSession spark, String key, List<String> steps) {
    JobSpec spec =
        SpecReader.read(
            Path.of("jobs/demo.yaml"),
            Optional.empty(),
            List.of("provider.url=http://127.0.0.1:9/v1.3", "provider.key=" + key));
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    return new JobRunner(warehouse, spec, Clock.systemUTC(), Progress.SILENT)
        .run(steps, null, null, Duration.ZERO);
  }
}
