package dev.sluice.tables;

import java.time.Instant;
import java.util.Map;

/** One run of a job. */
@TableInfo(
    name = "runs",
    comment = "One row per run of a job: what it read, wrote, paid, and how it ended.",
    key = "run_id")
public record RunRow(
    @Comment("The run.") String runId,
    @Comment("The job's name.") String job,
    @Comment("Start.") Instant startedAt,
    @Comment("End.") Instant endedAt,
    @Comment("Exit code.") int exitCode,
    @Comment(value = "Why it ended, when not well.", nullable = true) String message,
    @Comment("Steps that ran, comma separated, in order.") String steps,
    @Comment("Counts by step and outcome.") Map<String, String> counts,
    @Comment("Creates sent in this run.") long creates,
    @Comment(
            "Money spent in this run by the price list, without answers that a later run fetched: calls has them, under the run that asked.")
        double spent,
    @Comment("Currency.") String currency,
    @Comment("Table versions when it started.") Map<String, String> versionsBefore,
    @Comment("Table versions when it ended.") Map<String, String> versionsAfter,
    @Comment("Hash of the job's settings.") String configHash,
    @Comment("Version of Sluice.") String codeVersion) {
  /** The table. */
  public static final Table<RunRow> TABLE = Table.of(RunRow.class);
}
