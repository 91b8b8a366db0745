package dev.sluice.report;

import dev.sluice.calls.Works;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The findings as the template asks for them: every number already a text. */
final class PageView {
  private final Findings findings;
  private final Palette palette;
  private final MapView map;
  private final TrendView trends;
  private final ClusterCards cards;
  private final QueueRows queue;
  private final Links links;

  PageView(Findings findings, Pictures pictures, Links links) {
    this.findings = findings;
    this.links = links;
    this.palette = new Palette(findings);
    this.map = new MapView(findings.map(), findings, palette, links);
    this.trends = new TrendView(findings.checks().trends(), palette);
    this.cards = new ClusterCards(findings, palette, pictures, links);
    this.queue = new QueueRows(findings, links);
  }

  /** The map. */
  MapView map() {
    return map;
  }

  /** The rates day by day. */
  TrendView trends() {
    return trends;
  }

  Map<String, Object> context() {
    Map<String, Object> context = new HashMap<>();
    Findings.Origin origin = findings.origin();
    context.put("title", findings.title());
    context.put("codeVersion", findings.codeVersion());
    context.put("isEmulator", origin != null && origin.provider().equals("emulator"));
    context.put("origin", origin == null ? false : PageRows.origin(origin));
    context.put("figures", figures());
    context.put("todo", todo());
    context.put("clusters", findings.clusters().stream().map(cards::of).toList());
    context.put("hasClusters", !findings.clusters().isEmpty());
    context.put("alike", findings.alike().stream().map(new AlikeText(findings)::of).toList());
    context.put("labels", findings.labels().stream().map(this::label).toList());
    context.put("hasLabels", !findings.labels().isEmpty());
    context.put("hasMap", map.isThere());
    context.put("mapNote", map.note());
    context.put("mapRows", map.rows());
    context.put("classSets", findings.classes().stream().map(this::classSet).toList());
    context.put("hasClasses", !findings.classes().isEmpty());
    context.putAll(queue.context());
    context.put("knownLabels", palette.labels());
    context.put("hasTrendChart", trends.isThere());
    context.put("trendChart", trends.isThere() ? trends.alternative() : "");
    context.put("hasCharts", map.isThere() || trends.isThere());
    context.put(
        "hasScripts",
        map.isThere() || trends.isThere() || queue.isThere() || !findings.classes().isEmpty());
    context.put("input", input());
    context.put("refusals", findings.refusals().stream().map(PageRows::refusal).toList());
    context.put("hasRefusals", !findings.refusals().isEmpty());
    context.put("charges", findings.charges().stream().map(PageRows::charge).toList());
    context.put("hasCharges", !findings.charges().isEmpty());
    context.put("spent", spent());
    context.put("releases", findings.releases().stream().map(PageRows::release).toList());
    context.put("hasReleases", !findings.releases().isEmpty());
    context.put("saved", saved());
    context.putAll(CheckRows.of(findings.checks()));
    return context;
  }

  private List<Map<String, Object>> figures() {
    Findings.Footage f = findings.footage();
    long named = findings.clusters().stream().filter(c -> c.label() != null).count();
    long refused = findings.refusals().stream().mapToLong(Findings.Refusal::count).sum();
    // As runs count them: uploads are free.
    long calls =
        findings.charges().stream()
            .filter(charge -> !charge.operation().equals(Works.ASSET))
            .mapToLong(Findings.Charge::calls)
            .sum();
    double money = f.savedSeconds() / 3600 * findings.rate();
    return List.of(
        figure("Footage", Figures.time(f.seconds()), Figures.counted(f.accepted(), "video"), false),
        figure(
            "Labelled",
            f.items() == 0 ? "–" : Figures.percent((double) f.labelled() / f.items()),
            "%s of %s".formatted(Figures.count(f.labelled()), Figures.counted(f.items(), "item")),
            false),
        figure(
            "Clusters named",
            "%d of %d".formatted(named, findings.clusters().size()),
            Figures.counted(findings.labels().size(), "label"),
            false),
        figure(
            "Watching saved",
            Figures.time(f.savedSeconds()),
            "worth " + Figures.money(money, findings.rateCurrency()),
            false),
        figure("Spent", spent(), Figures.counted(calls, "paid call"), false),
        figure(
            "Quarantined",
            Figures.count(refused),
            refused == 0
                ? "nothing refused"
                : Figures.counted(findings.refusals().size(), "reason"),
            refused > 0));
  }

  private static Map<String, Object> figure(
      String name, String value, String note, boolean isWarning) {
    return Map.of("name", name, "value", value, "note", note, "isWarning", isWarning);
  }

  private Object todo() {
    long unnamed = findings.clusters().stream().filter(c -> c.label() == null).count();
    long items =
        findings.clusters().stream()
            .filter(c -> c.label() == null)
            .mapToLong(Findings.Cluster::size)
            .sum();
    return unnamed == 0
        ? false
        : "%s (%s) %s no name yet. Name %s in a reviews file and run again: reviews cost nothing."
            .formatted(
                Figures.counted(unnamed, "cluster"),
                Figures.counted(items, "item"),
                unnamed == 1 ? "has" : "have",
                unnamed == 1 ? "it" : "them");
  }

  private Map<String, Object> classSet(Findings.ClassSet set) {
    return ClassRows.of(set, links);
  }

  private Map<String, Object> label(Findings.LabelShare s) {
    double most = findings.labels().get(0).items();
    Map<String, Object> map = new HashMap<>();
    map.put("label", s.label());
    map.put("colour", palette.css(s.label()));
    map.put("items", Figures.count(s.items()));
    map.put("share", Figures.percent((double) s.items() / findings.footage().labelled()));
    map.put("width", Math.max(1, Math.round(100 * s.items() / most)));
    map.put("time", Figures.time(s.seconds()));
    map.put("train", Figures.count(s.train()));
    map.put("validation", Figures.count(s.validation()));
    map.put("test", Figures.count(s.test()));
    return map;
  }

  private Map<String, Object> input() {
    Findings.Footage f = findings.footage();
    return Map.of(
        "total",
        Figures.counted(f.accepted() + f.duplicates() + f.rejected(), "file"),
        "accepted",
        Figures.count(f.accepted()),
        "duplicates",
        Figures.count(f.duplicates()),
        "rejected",
        Figures.count(f.rejected()),
        "excluded",
        Figures.count(f.excluded()),
        "review",
        Figures.count(f.review()));
  }

  private String spent() {
    Map<String, Double> byCurrency = new TreeMap<>();
    findings.charges().forEach(c -> byCurrency.merge(c.currency(), c.price(), Double::sum));
    List<String> sums = new ArrayList<>();
    byCurrency.forEach((currency, sum) -> sums.add(Figures.money(sum, currency)));
    return sums.isEmpty() ? Figures.money(0, findings.rateCurrency()) : String.join(" + ", sums);
  }

  private String saved() {
    Findings.Footage f = findings.footage();
    return "Watching saved = length of the labelled items (%s) − length of the representatives whose answers named the clusters (%s), at %s per hour of a person's watching."
        .formatted(
            Figures.time(f.labelledSeconds()),
            Figures.time(f.askedSeconds()),
            Figures.money(findings.rate(), findings.rateCurrency()));
  }
}
