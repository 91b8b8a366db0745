package dev.sluice.job;

import static org.apache.spark.sql.functions.col;

import dev.sluice.calls.DeltaSpender;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.embed.EmbedStep;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.spend.PriceList;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Sends the shortest accepted video of a job through embed and analyze with the user's own key.
 * <b>Pays</b>, on the job's own ledger: the job does not pay for that embedding again.
 */
public final class LiveCheck {
  private static final String QUESTION =
      "Is there anything to see in this video? Answer yes or no.";

  private final Warehouse warehouse;
  private final JobSpec spec;
  private final Clock clock;
  private final Progress progress;

  /** A check of one job on one warehouse. */
  public LiveCheck(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.spec = spec;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Sends it.
   *
   * @param say told what it costs before anything is sent, and what came back
   * @throws StepStopped when the job has no video that could be sent
   */
  public void run(Consumer<String> say) {
    if (spec.ingest() == null || spec.embed() == null) {
      throw new StepStopped(ExitCode.USAGE, "--live needs a job with the blocks ingest and embed");
    }
    spec.provider().demandKey();
    JobRunner runner = new JobRunner(warehouse, spec, clock, progress);
    RunInfo run = new RunInfo("live", spec.job(), "", Build.current().version());
    Pipeline.ingest(spec).run(new StepContext(warehouse, null, run, clock, progress));
    VideoRow shortest =
        warehouse.rows(VideoRow.TABLE, col("status").equalTo(VideoRow.ACCEPTED)).stream()
            .min(java.util.Comparator.comparing(VideoRow::durationSec))
            .orElseThrow(
                () -> new StepStopped(ExitCode.INPUT, "no video of this job was accepted"));
    List<Work> works = works(shortest);
    PriceList prices = runner.prices();
    double most = 0;
    for (Work work : works) {
      most += prices.price(work.operation(), work.mediaMinutes(), work.outputTokens());
    }
    say.accept(
        "sending %s (%.1f s) to %s: at most %.4f %s by the prices of %s"
            .formatted(
                shortest.videoId(),
                shortest.durationSec(),
                spec.provider().name(),
                most,
                prices.currency(),
                prices.asOf()));
    try (RunLease lease =
            RunLease.take(
                runner.journal(),
                "live",
                Duration.ZERO,
                warehouse.spark().sparkContext().hadoopConfiguration());
        LocalProvider provider = LocalProvider.open(spec.provider())) {
      if (!lease.held()) {
        throw new StepStopped(ExitCode.AGAIN, "another run took over this warehouse");
      }
      DeltaSpender spender =
          new DeltaSpender(
              warehouse,
              runner.settings(provider.conf(), "live", clock.instant()),
              lease::held,
              clock,
              progress::say);
      for (Work work : works) {
        Dataset<Row> one =
            warehouse
                .spark()
                .createDataFrame(Work.CODEC.toRows(List.of(work)), Work.CODEC.schema());
        SpendReport report = spender.spend(one);
        say.accept(
            "%s: %s, %.4f %s"
                .formatted(
                    work.operation(),
                    report.answered() == 1
                        ? "answered" + (report.known() == 1 ? " before" : "")
                        : "no answer; see `sluice status`",
                    report.cost(),
                    prices.currency()));
      }
    }
  }

  private List<Work> works(VideoRow video) {
    List<Work> works = new ArrayList<>();
    for (Row row :
        new EmbedStep(spec.embed())
            .works(warehouse, spec.provider().name())
            .where(col("content_id").equalTo(video.contentId()))
            .collectAsList()) {
      works.add(Work.CODEC.fromRow(row));
    }
    String model = spec.label() == null ? "pegasus1.5" : spec.label().model();
    works.add(
        Works.analyze(
            spec.provider().name(),
            video.contentId(),
            video.uri(),
            new AnalyzeRequest(
                model,
                QUESTION,
                List.of("yes", "no"),
                AnalyzeRequest.DEFAULT_TEMPERATURE,
                AnalyzeRequest.DEFAULT_MAX_TOKENS,
                Optional.empty()),
            video.durationSec() / 60));
    return works;
  }
}
