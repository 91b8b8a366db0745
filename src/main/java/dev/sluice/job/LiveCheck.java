package dev.sluice.job;

import static org.apache.spark.sql.functions.col;

import dev.sluice.calls.DeltaSpender;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendReport;
import dev.sluice.calls.SpendingStopped;
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
  private volatile DeltaSpender spender;

  /** A check of one job on one warehouse. */
  public LiveCheck(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.spec = spec;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * Sends it, under the run lease.
   *
   * @param say told what it costs before anything is sent, and what came back
   * @return {@link ExitCode#DONE}, or why an answer is missing
   * @throws StepStopped when the job has no video that could be sent
   * @throws SpendingStopped when a run goes on
   */
  public ExitCode run(Consumer<String> say) {
    if (spec.ingest() == null || spec.embed() == null) {
      throw new StepStopped(ExitCode.USAGE, "--live needs a job with the blocks ingest and embed");
    }
    spec.provider().demandKey();
    JobSettings settings = new JobSettings(spec, warehouse);
    // One of its own: a budget for a run must not count the checks before.
    String runId = "live-" + clock.instant();
    try (RunLease lease = Admission.toPay(warehouse, settings.journal(), runId, Duration.ZERO);
        LocalProvider provider = LocalProvider.open(spec.provider())) {
      VideoRow shortest = shortest(runId);
      List<Work> works = works(shortest);
      say.accept(
          "sending %s (%.1f s) to %s: at most %s"
              .formatted(
                  shortest.videoId(),
                  shortest.durationSec(),
                  spec.provider().name(),
                  price(works, settings.prices())));
      spender =
          new DeltaSpender(
              warehouse,
              settings.spending(provider.conf(), runId, clock.instant()),
              lease::held,
              clock,
              progress::say);
      ExitCode exit = ExitCode.DONE;
      for (Work work : works) {
        SpendReport report =
            spender.spend(
                warehouse
                    .spark()
                    .createDataFrame(Work.CODEC.toRows(List.of(work)), Work.CODEC.schema()));
        boolean answered = report.answered() == 1;
        if (!answered && exit == ExitCode.DONE) {
          exit = missing(report);
        }
        say.accept(
            "%s: %s, %.4f %s"
                .formatted(
                    work.operation(),
                    answered
                        ? "answered" + (report.known() == 1 ? " before" : "")
                        : "no answer; see `sluice status`",
                    report.cost(),
                    settings.prices().currency()));
      }
      return exit;
    }
  }

  /**
   * Asks it to end soon: nothing more is sent, and what was sent is written down. Thread-safe,
   * returns at once; may be asked again and again until {@link #run} has returned.
   *
   * @param why for a person
   */
  public void stop(String why) {
    DeltaSpender now = spender;
    if (now == null || !now.stop(why)) {
      warehouse.spark().sparkContext().cancelAllJobs();
    }
  }

  private static ExitCode missing(SpendReport report) {
    if (report.failed() > 0) {
      return ExitCode.PROVIDER;
    }
    return report.refused() > 0 ? ExitCode.INPUT : ExitCode.AGAIN;
  }

  private VideoRow shortest(String runId) {
    RunInfo run = new RunInfo(runId, spec.job(), "", Build.current().version());
    Pipeline.ingest(spec).run(new StepContext(warehouse, null, run, clock, progress));
    List<Row> shortest =
        warehouse
            .read(VideoRow.TABLE)
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .orderBy("duration_sec", "video_id")
            .limit(1)
            .collectAsList();
    if (shortest.isEmpty()) {
      throw new StepStopped(ExitCode.INPUT, "no video of this job was accepted");
    }
    return VideoRow.TABLE.fromRow(shortest.get(0));
  }

  private static String price(List<Work> works, PriceList prices) {
    double most = 0;
    for (Work work : works) {
      most += prices.price(work.operation(), work.mediaMinutes(), work.outputTokens());
    }
    return "%.4f %s by the prices of %s".formatted(most, prices.currency(), prices.asOf());
  }

  private List<Work> works(VideoRow video) {
    List<Work> works = new ArrayList<>();
    for (Row row :
        new EmbedStep(spec.embed())
            .works(warehouse.dataset(VideoRow.TABLE, List.of(video)), spec.provider().name())
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
