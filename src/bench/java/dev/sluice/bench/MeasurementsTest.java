package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.SparkExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every measurement runs and prints its figures; what they say is not a matter of tests. */
@ExtendWith(SparkExtension.class)
class MeasurementsTest {
  @Test
  void withoutANameTheyAreListed(SparkSession spark) {
    assertThat(run().lines()).hasSize(11).anyMatch(line -> line.startsWith("pacing "));
  }

  @Test
  void pacing(SparkSession spark) {
    assertThat(
            run(
                "pacing --works 6 --serial-works 2 --limit 600 --latency 20ms --poll-ms 20"
                    .split(" ")))
        .contains("bench pacing.serial.paid_one_task_failure n=10 ")
        .contains("bench pacing.map-partitions.paid_result_used_twice n=10 ")
        .contains("bench pacing.serial.works_per_min n=2 ")
        .contains("bench pacing.map-partitions.wall_s n=6 ")
        .contains("bench pacing.map-partitions.answers_429 n=6 ");
  }

  @Test
  void efficiency(SparkSession spark) {
    assertThat(
            run(
                ("efficiency --executors 0 --limit 600/min --limit 600min/min --minutes 0.03"
                        + " --skip-sec 1 --latency 20ms --poll-ms 20")
                    .split(" ")))
        .contains("bench efficiency.creates_600_per_60s ")
        .contains("bench efficiency.most_in_window_media_minutes_600_per_60s ")
        .contains("bench efficiency.answers_429_steady ");
  }

  @Test
  void executors(SparkSession spark) {
    assertThat(run("executors --executors 0 --limit 600 --seconds 2 --skip-sec 1".split(" ")))
        .contains("bench executors.0.mean_per_10s_of_limit ");
  }

  @Test
  void coolDown(SparkSession spark) {
    assertThat(run("cool-down --executors 0 --limit 60 --look-sec 1".split(" ")))
        .contains("bench cool_down.ms_until_all_slow ");
  }

  @Test
  void restart(SparkSession spark) {
    assertThat(run("restart --per-day 3 --quiet-sec 1".split(" ")))
        .contains("bench restart.creates_in_the_day ");
  }

  @Test
  void overhead(SparkSession spark) {
    assertThat(run("overhead --works 20".split(" ")))
        .contains("bench overhead.first_run_s_per_10k n=20 ")
        .contains("bench overhead.second_run_creates n=20 ")
        .contains("bench overhead.heap_mb_after_gc n=20 ");
  }

  @Test
  void classify(SparkSession spark) {
    assertThat(run("classify --clips 250 --prompts 7 --chunk 100".split(" ")))
        .contains("bench classify.kernel_clips_per_s n=200 ")
        .contains("bench classify.step_clips_per_s_per_core n=250 ")
        .contains("bench classify.step_again_clips_per_s_per_core n=250 ");
  }

  @Test
  void export(SparkSession spark) {
    assertThat(run("export --n 250 --d 8 --shard-items 100".split(" ")))
        .contains("bench export.npy_mb_per_s n=250 d=8 cores=1 ")
        .contains("bench export.npy_mb_per_s_beside_plain n=250 ")
        .contains("bench export.tfrecord_mb_per_s n=250 ")
        .contains("bench export.step_npy_tfrecord_mb_per_s_per_core n=250 ");
  }

  @Test
  void emulatorLoad(SparkSession spark) {
    assertThat(run("emulator-load --tasks 100 --looks 50 --pages 20 --connections 2".split(" ")))
        .contains("bench emulator_load.creates_per_s n=100 ")
        .contains("bench emulator_load.pages_since_per_s n=20 ")
        .contains("bench emulator_load.heap_mb_per_100k_questions n=100 ")
        .contains("bench emulator_load.creates_after_restart n=300 ")
        .contains(" ours=300 peer=300 ratio=1.000");
  }

  @Test
  void kmeans(SparkSession spark) {
    assertThat(run("kmeans --n 400 --d 8 --k 3".split(" ")))
        .contains("bench kmeans.fit_s n=400 d=8 ")
        .contains("bench kmeans.inertia n=400 d=8 ");
  }

  @Test
  void speedUp(SparkSession spark) {
    assertThat(run("speed-up --n 250 --executors 0".split(" ")))
        .contains("bench speed_up.classify.0_executors n=250 ")
        .contains("bench speed_up.evaluate.0_executors n=250 ")
        .contains("bench speed_up.export.0_executors n=250 ");
  }

  private static String run(String... args) {
    StringWriter out = new StringWriter();
    int code = Main.commandLine().setOut(new PrintWriter(out)).execute(args);
    assertThat(code).as(out.toString()).isZero();
    return out.toString();
  }
}
