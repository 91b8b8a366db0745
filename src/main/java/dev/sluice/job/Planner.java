package dev.sluice.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import dev.sluice.calls.JournalHome;
import dev.sluice.calls.JournalUnreachable;
import dev.sluice.calls.KnownWorks;
import dev.sluice.calls.RunLease;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Works;
import dev.sluice.classify.ClassifyStep;
import dev.sluice.cluster.ClusterConf;
import dev.sluice.embed.EmbedStep;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.spend.PriceList;
import dev.sluice.step.Progress;
import dev.sluice.step.RunInfo;
import dev.sluice.step.StepContext;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;

/**
 * Works out what a job would do and cost; what is under way counts as paid. Pays nothing; brings
 * {@code videos} up to date under the run lease, and writes nothing while a run goes on. Calls
 * nobody, unless the manifest names videos that the provider has: it is asked about those.
 */
public final class Planner {
  private final Warehouse warehouse;
  private final JobSpec spec;
  private final Clock clock;
  private final Progress progress;

  /** A planner of one job on one warehouse. */
  public Planner(Warehouse warehouse, JobSpec spec, Clock clock, Progress progress) {
    this.warehouse = warehouse;
    this.spec = spec;
    this.clock = clock;
    this.progress = progress;
  }

  /**
   * The plan.
   *
   * @throws SpendingStopped when the warehouse has another journal
   * @throws JournalUnreachable when what is under way cannot be known
   */
  public Plan plan() {
    JobSettings settings = new JobSettings(spec, warehouse);
    PriceList prices = settings.prices();
    String journal = settings.journal();
    List<Plan.Line> lines = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    new JournalHome(warehouse, journal).check();
    String manifest = spec.ingest() == null ? "" : ingest(journal, notes);
    Duration longest = Duration.ZERO;
    if (spec.embed() != null) {
      Plan.Line line = embed(prices, journal);
      lines.add(line);
      longest = time(longest, line, "embed");
      long stored = new EmbedStep(spec.embed()).stored(warehouse, spec.provider().name());
      if (stored > 0) {
        notes.add("embed: %,d more with the vectors that an index keeps, free".formatted(stored));
      }
    }
    OptionalLong clusters = spec.label() == null ? OptionalLong.empty() : clusters();
    if (clusters.isPresent()) {
      Plan.Line line = label(prices, clusters.getAsLong());
      lines.add(line);
      longest = time(longest, line, "analyze");
      notes.add(
          "label: the items to ask about are not chosen yet, so this is the most it can be:"
              + " all items that may be asked × clusters, each as long as the longest video");
    } else if (spec.label() != null) {
      notes.add("label: nothing is clustered yet, and this job has no block cluster");
    }
    if (spec.classify() != null) {
      Plan.Line line = classify(prices, journal);
      lines.add(line);
      longest = time(longest, line, Works.EMBED_TEXT);
    }
    return new Plan(
        manifest,
        lines,
        prices.currency(),
        prices.name() + " as of " + prices.asOf(),
        spec.provider().limits() == null
            ? "no rate limits are set"
            : "at least " + longest.toMinutes() + " min under the rate limits",
        notes);
  }

  // Ingest writes, so it needs the lease; beside a run that goes on nothing is written.
  private String ingest(String journal, List<String> notes) {
    progress.say("reading the manifest");
    try (RunLease lease =
        Admission.to(warehouse, journal, "plan-" + clock.instant(), Duration.ZERO)) {
      Admission.demand(lease);
      RunInfo run = new RunInfo("plan", spec.job(), "", Build.current().version());
      return Pipeline.ingest(spec)
          .run(new StepContext(warehouse, null, run, clock, progress))
          .headline();
    } catch (SpendingStopped e) {
      if (e.why() != SpendingStopped.Why.AGAIN) {
        throw e;
      }
      notes.add("the manifest was not read: " + e.getMessage());
      return "planned with the videos that are there";
    }
  }

  private Plan.Line embed(PriceList prices, String journal) {
    KnownWorks.Counts counts =
        KnownWorks.of(
            warehouse,
            journal,
            new EmbedStep(spec.embed()).works(warehouse, spec.provider().name()));
    double price = prices.price(Works.EMBED, counts.freshMinutes(), counts.freshTokens());
    return line("embed", spec.embed().model(), counts, price);
  }

  // Of its prompts alone: videos are scored by vectors that are there.
  private Plan.Line classify(PriceList prices, String journal) {
    KnownWorks.Counts counts =
        KnownWorks.of(
            warehouse,
            journal,
            new ClassifyStep(spec.classify()).works(warehouse, spec.provider().name()));
    double price = prices.priceOfUnits(Works.EMBED_TEXT, (double) counts.fresh());
    return line("classify", spec.classify().model(), counts, price);
  }

  private static Plan.Line line(String step, String model, KnownWorks.Counts counts, double price) {
    return new Plan.Line(
        step,
        model,
        counts.asked(),
        counts.done(),
        counts.inFlight(),
        counts.refused(),
        counts.fresh(),
        counts.freshMinutes(),
        price,
        false);
  }

  // The most that this job makes, or those that are there.
  private OptionalLong clusters() {
    ClusterConf cluster = spec.cluster();
    if (cluster != null) {
      return OptionalLong.of(cluster.k() == null ? cluster.maxK() : cluster.k());
    }
    return Clusterings.current(warehouse, spec.provider().name())
        .map(there -> OptionalLong.of(there.k()))
        .orElse(OptionalLong.empty());
  }

  private Plan.Line label(PriceList prices, long clusters) {
    long works = clusters * spec.label().mostPerCluster();
    Row longest =
        warehouse
            .read(VideoRow.TABLE)
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .agg(max("duration_sec"))
            .first();
    double minutes = longest.isNullAt(0) ? 0 : longest.getDouble(0) / 60 * works;
    double price = prices.price("analyze", minutes, works * spec.label().maxTokens());
    return new Plan.Line(
        "label", spec.label().model(), works, 0, 0, 0, works, minutes, price, true);
  }

  private Duration time(Duration soFar, Plan.Line line, String operation) {
    Map<String, List<RateLimit>> limits = SpecFiles.limits(spec.provider());
    Duration longest = soFar;
    for (RateLimit limit : limits.getOrDefault(operation, List.of())) {
      double amount =
          switch (limit.dimension()) {
            case REQUESTS -> line.fresh();
            case MEDIA_MINUTES -> line.minutes();
            case TOKENS -> 0;
          };
      Duration needed = needed(amount, limit);
      longest = needed.compareTo(longest) > 0 ? needed : longest;
    }
    return longest;
  }

  /**
   * The least time that an amount takes under a limit. Short windows are spread evenly: 50 requests
   * at 25 a minute take 2 minutes. Long windows are quotas: 50 at 3,000 a day take no time, 3,001
   * take a day.
   */
  static Duration needed(double amount, RateLimit limit) {
    double windows = amount / limit.amount();
    if (limit.window().compareTo(Duration.ofMinutes(1)) > 0) {
      windows = Math.max(0, Math.ceil(windows) - 1);
    }
    return Duration.ofMillis((long) (windows * limit.window().toMillis()));
  }
}
