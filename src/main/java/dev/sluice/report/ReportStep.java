package dev.sluice.report;

import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes one self-contained HTML page about the warehouse: footage, what was refused, what was
 * spent, clusters with pictures, labels, a map of the items, what the labels were held against,
 * what rises and falls, releases. Pays nothing. Opens the videos it shows; a page whose data has
 * not changed is left alone and then no video is opened, except where a picture or a link could not
 * be had: it is tried again.
 */
public final class ReportStep implements Step {
  private static final int PICTURES_PER_CLUSTER = 6;
  private static final int MOST_PICTURES = 300;
  private static final String UP_TO_DATE = "is up to date";

  private final ReportConf conf;
  private final Thumbnails thumbnails;

  /** The step with its settings. */
  public ReportStep(ReportConf conf) {
    this(conf, null);
  }

  ReportStep(ReportConf conf, Thumbnails thumbnails) {
    this.conf = conf;
    this.thumbnails = thumbnails;
  }

  @Override
  public String name() {
    return "report";
  }

  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    Findings findings = findings(context);
    PageWriter page = new PageWriter(findings, until(context.clock()));
    Configuration hadoop = warehouse.spark().sessionState().newHadoopConf();
    String to = to(warehouse);
    try {
      ReportFile file = ReportFile.at(hadoop, to);
      Optional<String> there = file.fingerprint();
      if (there.equals(Optional.of(page.fingerprint(List.of())))) {
        return report(findings, file, UP_TO_DATE).build();
      }
      context.progress().say("report: taking pictures");
      Thumbnails source = thumbnails == null ? new FrameThumbnails(hadoop) : thumbnails;
      Pictures pictures = Pictures.take(findings, source);
      SignedLinks signed = conf.isPresigned() ? SignedLinks.of(findings, hadoop) : SignedLinks.NONE;
      List<String> lacking = lacking(pictures.missing(findings), signed);
      StepReport.Builder report;
      if (there.equals(Optional.of(page.fingerprint(lacking)))) {
        report = report(findings, file, UP_TO_DATE);
      } else {
        file.write(page.html(pictures, new Links(file.uri(), signed.byUri()), lacking));
        report = report(findings, file, "written").wrote();
      }
      if (!signed.refused().isEmpty()) {
        report.line(signed.refused());
      }
      int missing = pictures.missing(findings).size();
      if (missing > 0) {
        report.line(
            Figures.counted(missing, "picture")
                + " could not be taken: the video files cannot be opened now");
      }
      return report.count("pictures", pictures.byMember().size()).build();
    } catch (IOException e) {
      throw new StepStopped(
          ExitCode.INTERNAL, "report: cannot write %s: %s".formatted(to, e.getMessage()));
    }
  }

  // A store that was away comes back: pictures and links are tried again until they are there.
  private static List<String> lacking(List<Findings.Member> pictures, SignedLinks signed) {
    List<String> lacking = new ArrayList<>();
    pictures.forEach(m -> lacking.add("picture %s@%s".formatted(m.uri(), m.middle())));
    signed.failed().forEach(uri -> lacking.add("link " + uri));
    return lacking;
  }

  // By the day, so that a page is not written anew at every run.
  private String until(Clock clock) {
    return conf.isPresigned()
        ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
            .plusDays(SignedLinks.VALID.toDays())
            .toString()
        : "";
  }

  private Findings findings(StepContext context) {
    Warehouse warehouse = context.warehouse();
    ReportTables tables = new ReportTables(warehouse);
    Optional<ClusteringRow> current = Clusterings.current(warehouse, context.spender().namespace());
    List<ClusterLabelRow> labels =
        current.map(c -> Clusterings.labels(warehouse, c.clusteringId())).orElse(List.of());
    List<ReportTables.CuratedGroup> curated =
        current.map(c -> tables.curated(c.clusteringId())).orElse(List.of());
    List<ClusterRow> fitted =
        current.map(c -> Clusterings.clusters(warehouse, c.clusteringId())).orElse(List.of());
    List<Findings.Cluster> clusters =
        current.map(c -> clusters(c, fitted, tables, labels, curated)).orElse(List.of());
    long items = clusters.stream().mapToLong(Findings.Cluster::size).sum();
    return new Findings(
        conf.title() == null ? context.run().job() : conf.title(),
        context.run().codeVersion(),
        conf.reviewRate(),
        conf.reviewCurrency(),
        current.map(c -> FindingsOf.origin(c, labels)).orElse(null),
        footage(tables, curated, FindingsOf.askedSeconds(labels)),
        tables.refusals(),
        tables.charges(),
        clusters,
        FindingsOf.labels(curated),
        tables.releases(),
        current
            .map(c -> new MapTables(warehouse, c).map(items, labels))
            .orElse(Findings.ItemMap.NONE),
        AlikeClusters.of(fitted),
        current.map(c -> CheckTables.of(warehouse, c.clusteringId())).orElse(Checks.NONE),
        current.map(c -> new MapTables(warehouse, c).queue()).orElse(Findings.Queue.NONE),
        ClassTables.of(warehouse, context.spender().namespace()));
  }

  private static List<Findings.Cluster> clusters(
      ClusteringRow clustering,
      List<ClusterRow> fitted,
      ReportTables tables,
      List<ClusterLabelRow> labels,
      List<ReportTables.CuratedGroup> curated) {
    String id = clustering.clusteringId();
    int pictures = Math.min(PICTURES_PER_CLUSTER, Math.max(1, MOST_PICTURES / clustering.k()));
    return FindingsOf.clusters(
        fitted, tables.shapes(id), tables.nearest(id, pictures), labels, curated);
  }

  private static Findings.Footage footage(
      ReportTables tables, List<ReportTables.CuratedGroup> curated, double askedSeconds) {
    Map<String, Long> videos = tables.videos();
    long items = 0;
    long labelled = 0;
    long excluded = 0;
    long review = 0;
    double labelledSeconds = 0;
    for (ReportTables.CuratedGroup g : curated) {
      items += g.items();
      if (g.verdict().equals("excluded")) {
        excluded += g.items();
      } else if (g.isLabelled()) {
        labelled += g.items();
        labelledSeconds += g.seconds();
        review += g.verdict().equals("review") ? g.items() : 0;
      }
    }
    return new Findings.Footage(
        videos.getOrDefault(VideoRow.ACCEPTED, 0L),
        videos.getOrDefault(VideoRow.DUPLICATE, 0L),
        videos.getOrDefault(VideoRow.REJECTED, 0L),
        Rounding.seconds(tables.seconds()),
        items,
        labelled,
        excluded,
        review,
        Rounding.seconds(labelledSeconds),
        askedSeconds);
  }

  private static StepReport.Builder report(Findings findings, ReportFile file, String state) {
    Findings.Footage footage = findings.footage();
    long named = findings.clusters().stream().filter(c -> c.label() != null).count();
    StepReport.Builder report =
        StepReport.of(
                "report %s: %s of footage, %d of %d clusters named, %s of watching saved"
                    .formatted(
                        state,
                        Figures.time(footage.seconds()),
                        named,
                        findings.clusters().size(),
                        Figures.time(footage.savedSeconds())))
            .line("open " + file.uri().replaceFirst("^file:/+", "/"))
            .count("clusters", findings.clusters().size())
            .count("named", named)
            .next("open " + file.uri().replaceFirst("^file:/+", "/"));
    findings.alike().forEach(pair -> report.line(new AlikeText(findings).of(pair)));
    return report;
  }

  private String to(Warehouse warehouse) {
    if (conf.to() != null) {
      return conf.to();
    }
    if (warehouse.isCatalog()) {
      throw new StepStopped(
          ExitCode.USAGE,
          "report.to is not set and the warehouse %s is a catalog: name the page to write"
              .formatted(warehouse.location()));
    }
    return warehouse.location() + "/_report/index.html";
  }
}
