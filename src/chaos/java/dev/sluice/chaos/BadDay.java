package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Operation;
import dev.sluice.job.JobRunner;
import dev.sluice.job.JobSpec;
import dev.sluice.job.RunOutcome;
import dev.sluice.job.SpecReader;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
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

/** A small job, three links to embed, run by {@link JobRunner} as the command line would. */
final class BadDay {
  /** How many links there are. */
  static final int VIDEOS = 3;

  private final Path dir;
  private final Warehouse warehouse;
  private final Map<String, Object> calls = new HashMap<>();
  private String providerUrl;
  private Clock clock = Clock.systemUTC();

  BadDay(SparkSession spark, Path dir, String providerUrl) {
    this.dir = dir;
    this.warehouse = Warehouse.at(spark, dir.resolve("warehouse").toString());
    this.providerUrl = providerUrl;
    calls.put("round-sec", 1);
    calls.put("partitions", 2);
    calls.put("poll-every-ms", 50);
    calls.put("patience-sec", 2);
    calls.put("settle-sec", 1);
    new Corpus(VIDEOS).store(warehouse);
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
        .hasSize(VIDEOS);
    assertThat(warehouse.rows(EmbeddingRow.TABLE))
        .filteredOn(row -> row.scope().equals("video"))
        .hasSize(VIDEOS);
    assertThat(warehouse.rows(QuarantineRow.TABLE)).isEmpty();
    assertThat(emulator.log().creates(Operation.EMBED)).as("creates accepted").isEqualTo(VIDEOS);
  }

  private JobSpec spec() {
    StringBuilder yaml = new StringBuilder("job: bad-day\n");
    yaml.append("provider: {name: emulator, url: '").append(providerUrl).append("', ");
    yaml.append("timeout-sec: 1}\ncalls:\n");
    calls.forEach((key, value) -> yaml.append("  %s: %s%n".formatted(key, value)));
    yaml.append("embed: {model: marengo3.0}\n");
    try {
      Path file = Files.writeString(dir.resolve("bad-day.yaml"), yaml);
      return SpecReader.read(file, Optional.empty(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
