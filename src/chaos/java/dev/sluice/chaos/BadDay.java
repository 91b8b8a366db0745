package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.job.JobRunner;
import dev.sluice.job.JobSpec;
import dev.sluice.job.RunOutcome;
import dev.sluice.job.SpecReader;
import dev.sluice.spend.WorkKey;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** A small job, three clips to embed, run by {@link JobRunner} as the command line would. */
final class BadDay {
  /** How many clips there are. */
  static final int CLIPS = 3;

  private final Path dir;
  private final Warehouse warehouse;
  private final Map<String, Object> calls = new HashMap<>();
  private String providerUrl;
  private Clock clock = Clock.systemUTC();

  BadDay(SparkSession spark, Path dir, String providerUrl) {
    this.dir = dir;
    this.warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
    this.providerUrl = providerUrl;
    calls.put("round-sec", 2);
    calls.put("partitions", 2);
    calls.put("poll-every-ms", 50);
    calls.put("patience-sec", 4);
    calls.put("settle-sec", 1);
    warehouse.append(VideoRow.TABLE, videos());
  }

  /** The warehouse. */
  Warehouse warehouse() {
    return warehouse;
  }

  /** Sets a key of the spec's {@code calls} block. */
  BadDay calls(String key, Object value) {
    calls.put(key, value);
    return this;
  }

  /** Finds the provider elsewhere from now on. */
  BadDay at(String url) {
    providerUrl = url;
    return this;
  }

  /** Lives by another clock from now on. */
  BadDay by(Clock other) {
    clock = other;
    return this;
  }

  /** Runs the job once. */
  RunOutcome run() {
    return new JobRunner(warehouse, spec(), clock, Progress.SILENT)
        .run(List.of(), null, null, Duration.ZERO);
  }

  /** The day is over: a run that meets no trouble does the rest, and nothing was paid twice. */
  void endsWell(EmulatorServer emulator) {
    List<String> ends = new ArrayList<>();
    RunOutcome last = run();
    for (int i = 0; i < 3 && last.exit() == ExitCode.AGAIN; i++) {
      ends.add(last.message().orElse(""));
      last = run();
    }
    assertThat(last.exit()).as("%s after %s", last.message(), ends).isEqualTo(ExitCode.DONE);
    assertThat(warehouse.rows(CallRow.TABLE))
        .as("the ledger")
        .filteredOn(call -> call.operation().equals("embed") && call.outcome().equals("done"))
        .extracting(CallRow::contentId)
        .doesNotHaveDuplicates()
        .hasSize(CLIPS);
    assertThat(warehouse.rows(EmbeddingRow.TABLE))
        .filteredOn(row -> row.scope().equals("video"))
        .hasSize(CLIPS);
    assertThat(warehouse.rows(QuarantineRow.TABLE)).isEmpty();
    assertThat(emulator.log().creates(Operation.EMBED)).as("creates accepted").isEqualTo(CLIPS);
  }

  private JobSpec spec() {
    StringBuilder yaml = new StringBuilder("job: bad-day\n");
    yaml.append("provider: {name: emulator, url: '").append(providerUrl).append("', ");
    yaml.append("timeout-sec: 2}\ncalls:\n");
    calls.forEach((key, value) -> yaml.append("  %s: %s%n".formatted(key, value)));
    yaml.append("embed: {model: marengo3.0}\n");
    try {
      Path file = Files.writeString(dir.resolve("bad-day.yaml"), yaml);
      return SpecReader.read(file, Optional.empty(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<VideoRow> videos() {
    List<VideoRow> rows = new ArrayList<>();
    for (String clip : List.of("tree_00", "ocean_00", "coin_00")) {
      rows.add(
          new VideoRow(
              clip,
              Path.of("jobs/demo/clips/" + clip + ".mp4").toUri().toString(),
              VideoRow.ACCEPTED,
              null,
              null,
              "f1:" + WorkKey.sha256(clip),
              null,
              5.0,
              640,
              360,
              25.0,
              1_000L,
              null,
              null,
              null,
              clip,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              Map.of()));
    }
    return rows;
  }
}
