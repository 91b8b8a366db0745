package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.step.Progress;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class PlannerTest {
  @TempDir private Path dir;
  private static final RateLimit MINUTE =
      new RateLimit(Dimension.REQUESTS, 25, Duration.ofMinutes(1));
  private static final RateLimit DAY = new RateLimit(Dimension.REQUESTS, 3000, Duration.ofDays(1));

  @Test
  void shortWindowsAreSpreadEvenly() {
    assertThat(Planner.needed(50, MINUTE)).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void longWindowsAreQuotas() {
    assertThat(Planner.needed(50, DAY)).isZero();
    assertThat(Planner.needed(3000, DAY)).isZero();
    assertThat(Planner.needed(3001, DAY)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void clustersThatAreThereAreAskedAboutWithoutABlockThatMakesThem(SparkSession spark) {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    Plan nothing = plan(warehouse);
    assertThat(nothing.lines()).isEmpty();
    assertThat(nothing.notes()).anyMatch(note -> note.contains("nothing is clustered"));
    warehouse.append(
        ClusteringRow.TABLE,
        List.of(Steps.clustering("k", "twelvelabs/marengo3.0/visual", "video", 7, 0)));
    warehouse.append(VideoRow.TABLE, List.of(Steps.video("v", 120, "v", null)));
    Plan plan = plan(warehouse);
    assertThat(plan.lines())
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.step()).isEqualTo("label");
              assertThat(line.fresh()).isEqualTo(7 * 5);
              assertThat(line.minutes()).isEqualTo(7 * 5 * 2.0);
              assertThat(line.price()).isGreaterThan(7 * 5 * 2 * 0.0292);
            });
    assertThat(plan.notes()).anyMatch(note -> note.startsWith("label: ")).hasSize(1);
  }

  private static Plan plan(Warehouse warehouse) {
    JobSpec spec =
        SpecReader.read(
            Path.of("jobs/worker-safety.yaml"),
            Optional.empty(),
            List.of("ingest=", "embed=", "cluster=", "label.representatives=3"));
    return new Planner(warehouse, spec, Clock.systemUTC(), Progress.SILENT).plan();
  }
}
