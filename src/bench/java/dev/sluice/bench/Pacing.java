package dev.sluice.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sluice and its peers on the same works under the same limit. */
@Command(
    name = "pacing",
    description =
        "Sluice against a serial loop, mapPartitions and SynapseML: speed, paid calls, 429s.",
    mixinStandardHelpOptions = true)
final class Pacing extends Measurement {
  @Option(
      names = "--works",
      defaultValue = "140",
      description = "Works to be done under the limit. Default ${DEFAULT-VALUE}.")
  private int works;

  @Option(
      names = "--serial-works",
      defaultValue = "20",
      description = "How many of them the serial loop does. Default ${DEFAULT-VALUE}.")
  private int serialWorks;

  @Option(
      names = "--limit",
      defaultValue = "120",
      description = "Creates a minute. Default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--latency",
      defaultValue = "2s:15s",
      description = "How long a task takes: median and 99th percentile. Default ${DEFAULT-VALUE}.")
  private String latency;

  @Option(
      names = "--poll-ms",
      defaultValue = "500",
      description = "Pause between two looks at one task. Default ${DEFAULT-VALUE}.")
  private long pollMs;

  /** In the words: a task that throws once at its eighth of ten rows. */
  private static final int ROWS = 10;

  private static final int FAILS_AT = 8;
  private static final int PARTITIONS = 2;

  private final Cluster cluster = new Cluster(0);

  @Override
  void measure(Path scratch) throws Exception {
    onSpark(
        cluster,
        scratch,
        spark -> {
          bills(spark, scratch);
          speeds(spark, scratch);
        });
  }

  /**
   * Ten rows in one task: paid calls when nothing fails, one task fails, one result is used twice.
   */
  private void bills(SparkSession spark, Path scratch) throws Exception {
    try (EmulatorProcess emulator = EmulatorProcess.start(List.of("--latency", "20ms"))) {
      Course course = Course.of(emulator, Clip.alike(ROWS), List.of(), Duration.ofMillis(20));
      Map<String, Long> ours = new LinkedHashMap<>();
      for (Situation situation : Situation.values()) {
        for (Contender contender :
            contenders(spark, scratch.resolve("bill-" + situation), new Width(1, 1))) {
          long before = emulator.creates().accepted().all().size();
          situation.play(contender, course);
          long paid = emulator.creates().accepted().all().size() - before;
          note(
              "%s, %s: %d works, %d paid calls"
                  .formatted(contender.name(), situation.says, ROWS, paid));
          if (contender instanceof Ours) {
            ours.put(situation.says, paid);
          } else {
            figure(
                Figure.count(
                    "pacing.%s.paid_%s".formatted(contender.name(), situation.figure),
                    ROWS,
                    1,
                    ours.get(situation.says),
                    paid));
          }
        }
      }
    }
  }

  private void speeds(SparkSession spark, Path scratch) throws Exception {
    Speed ours = null;
    for (Contender contender :
        contenders(spark, scratch.resolve("speed"), Width.of(PARTITIONS, busy()))) {
      Speed speed = speed(contender);
      note(
          "%s: %d works in %.1f s, %d paid calls, %d answers 429, at most %.0f creates in any minute"
              .formatted(
                  contender.name(),
                  speed.n,
                  speed.seconds,
                  speed.paid,
                  speed.throttled,
                  speed.most));
      if (contender instanceof Ours) {
        ours = speed;
        continue;
      }
      String name = "pacing." + contender.name();
      int cores = contender instanceof SerialLoop ? 1 : cluster.cores();
      if (speed.n == ours.n) {
        figure(Figure.of(name + ".wall_s", speed.n, cores, ours.seconds, speed.seconds));
        figure(Figure.count(name + ".paid_calls", speed.n, cores, ours.paid, speed.paid));
      }
      figure(
          Figure.of(name + ".works_per_min", speed.n, cores, ours.perMinute(), speed.perMinute()));
      figure(Figure.count(name + ".answers_429", speed.n, cores, ours.throttled, speed.throttled));
    }
  }

  // An emulator each, so that nobody starts in the window that another has filled.
  private Speed speed(Contender contender) throws Exception {
    String text = limit + "/min";
    try (EmulatorProcess emulator =
        EmulatorProcess.start(List.of("--limit", "embed=" + text, "--latency", latency))) {
      int n = contender instanceof SerialLoop ? Math.min(serialWorks, works) : works;
      Course course =
          Course.of(emulator, Clip.alike(n), List.of(Limits.of(text)), Duration.ofMillis(pollMs));
      long start = System.nanoTime();
      contender.run(course);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (contender instanceof SynapseMl other) {
        seconds = other.seconds();
      }
      Creates creates = emulator.creates();
      return new Speed(
          n,
          seconds,
          creates.accepted().all().size(),
          creates.throttled(),
          creates.accepted().mostIn(Duration.ofMinutes(1), create -> 1));
    }
  }

  /** Twice what the limit keeps busy at the mean time of a task: enough for everyone. */
  private double busy() {
    return 2 * Latencies.of(latency).meanSeconds() * limit / 60;
  }

  private List<Contender> contenders(SparkSession spark, Path folder, Width width)
      throws Exception {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Ours(spark, folder.resolve("sluice"), line -> {}));
    contenders.add(new SerialLoop(Files.createDirectories(folder.resolve("serial"))));
    contenders.add(new PlainSpark(spark, folder.resolve("map-partitions"), width));
    SynapseMl.in(folder.resolve("synapseml"), width)
        .ifPresentOrElse(
            contenders::add, () -> note("not run: synapseml: it could not be resolved"));
    return contenders;
  }

  private record Speed(int n, double seconds, long paid, long throttled, double most) {
    double perMinute() {
      return n * 60 / seconds;
    }
  }

  private enum Situation {
    NO_FAULT("no fault", "no_fault") {
      @Override
      void play(Contender contender, Course course) throws Exception {
        contender.run(course);
      }
    },
    TASK_FAILS("one task fails at its eighth row", "one_task_failure") {
      @Override
      void play(Contender contender, Course course) throws Exception {
        contender.run(course.failingAt(FAILS_AT));
      }
    },
    COUNTED_FIRST("the result is used twice", "result_used_twice") {
      @Override
      void play(Contender contender, Course course) throws Exception {
        contender.runCountedFirst(course);
      }
    };

    private final String says;
    private final String figure;

    Situation(String says, String figure) {
      this.says = says;
      this.figure = figure;
    }

    abstract void play(Contender contender, Course course) throws Exception;
  }
}
