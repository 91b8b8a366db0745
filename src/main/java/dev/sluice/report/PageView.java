package dev.sluice.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The findings as the template asks for them: every number already a text. */
final class PageView {
  private static final int COLOURS = 10;
  private final Findings findings;
  private final Pictures pictures;
  private final Map<String, Integer> colours = new HashMap<>();
  private final Map<Integer, String> clusterNames = new HashMap<>();

  PageView(Findings findings, Pictures pictures) {
    this.findings = findings;
    this.pictures = pictures;
    for (Findings.LabelShare share : findings.labels()) {
      colours.put(share.label(), colours.size());
    }
    for (Findings.Cluster c : findings.clusters()) {
      if (c.label() != null) {
        colours.putIfAbsent(c.label(), colours.size());
      }
      clusterNames.put(c.id(), c.label() == null ? "unnamed" : c.label());
    }
  }

  boolean hasMap() {
    return !findings.map().points().isEmpty();
  }

  /** What the chart draws: one group per label, unnamed last. */
  List<Map<String, Object>> map() {
    Map<String, List<Object>> byLabel = new LinkedHashMap<>();
    findings.labels().forEach(share -> byLabel.put(share.label(), new ArrayList<>()));
    List<Object> unnamed = new ArrayList<>();
    for (Findings.Point p : findings.map().points()) {
      List<Object> group =
          p.label() == null ? unnamed : byLabel.computeIfAbsent(p.label(), l -> new ArrayList<>());
      group.add(List.of(p.x(), p.y(), p.item(), clusterNames.getOrDefault(p.cluster(), "")));
    }
    List<Map<String, Object>> groups = new ArrayList<>();
    byLabel.forEach((label, points) -> addGroup(groups, label, colourNumber(label), points));
    addGroup(groups, "unnamed", -1, unnamed);
    return groups;
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
    context.put("clusters", findings.clusters().stream().map(this::cluster).toList());
    context.put("hasClusters", !findings.clusters().isEmpty());
    context.put("alike", findings.alike().stream().map(new AlikeText(findings)::of).toList());
    context.put("labels", findings.labels().stream().map(this::label).toList());
    context.put("hasLabels", !findings.labels().isEmpty());
    context.put("hasMap", hasMap());
    context.put("mapNote", mapNote());
    context.put("mapRows", mapRows());
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

  private static void addGroup(
      List<Map<String, Object>> groups, String name, int colour, List<Object> points) {
    if (!points.isEmpty()) {
      Map<String, Object> group = new TreeMap<>();
      group.put("name", name);
      group.put("colour", colour);
      group.put("points", points);
      groups.add(group);
    }
  }

  private List<Map<String, Object>> figures() {
    Findings.Footage f = findings.footage();
    long named = findings.clusters().stream().filter(c -> c.label() != null).count();
    long refused = findings.refusals().stream().mapToLong(Findings.Refusal::count).sum();
    long calls = findings.charges().stream().mapToLong(Findings.Charge::calls).sum();
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
        figure("Spent", spent(), Figures.counted(calls, "call"), false),
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

  private Map<String, Object> cluster(Findings.Cluster c) {
    boolean emulated = findings.origin() != null && findings.origin().provider().equals("emulator");
    Map<String, Object> map = new HashMap<>();
    map.put("id", c.id());
    map.put("colour", colour(c.label()));
    map.put("name", c.label() == null ? "unnamed" : c.label());
    map.put("isNamed", c.label() != null);
    map.put("items", Figures.counted(c.size(), "item"));
    map.put("votes", PageRows.votes(c, emulated));
    map.put("byPerson", c.labelSource().equals("review"));
    map.put("evidence", c.evidence());
    map.put("hasEvidence", !c.evidence().isEmpty());
    map.put("evidenceBy", emulated ? "Measured by the detector" : "Seen by the model");
    map.put("cohesion", Figures.measure(c.meanDistance()));
    map.put("margin", Figures.measure(c.meanMargin()));
    map.put("outliers", c.outliers() == 0 ? false : Figures.counted(c.outliers(), "outlier"));
    map.put(
        "nearest",
        c.nearestId() < 0
            ? false
            : Map.of(
                "id",
                c.nearestId(),
                "name",
                clusterNames.getOrDefault(c.nearestId(), "unnamed"),
                "distance",
                Figures.measure(c.nearestDistance())));
    map.put("otherwise", c.otherwise() == 0 ? false : Figures.counted(c.otherwise(), "item"));
    map.put("members", c.members().stream().map(this::member).toList());
    return map;
  }

  private Map<String, Object> member(Findings.Member m) {
    Map<String, Object> map = new HashMap<>();
    String picture = pictures.byMember().get(m);
    map.put("picture", picture == null ? false : picture);
    map.put("name", m.videoId());
    map.put("place", m.rank() == 1 ? "nearest to the centre" : "number " + m.rank());
    map.put("span", "%s–%s s".formatted(Figures.amount(m.startSec()), Figures.amount(m.endSec())));
    return map;
  }

  private Map<String, Object> label(Findings.LabelShare s) {
    double most = findings.labels().get(0).items();
    Map<String, Object> map = new HashMap<>();
    map.put("label", s.label());
    map.put("colour", colour(s.label()));
    map.put("items", Figures.count(s.items()));
    map.put("share", Figures.percent((double) s.items() / findings.footage().labelled()));
    map.put("width", Math.max(1, Math.round(100 * s.items() / most)));
    map.put("time", Figures.time(s.seconds()));
    map.put("train", Figures.count(s.train()));
    map.put("validation", Figures.count(s.validation()));
    map.put("test", Figures.count(s.test()));
    return map;
  }

  private String mapNote() {
    int drawn = findings.map().points().size();
    String which =
        drawn < findings.map().items()
            ? "%s of %s, sampled evenly"
                .formatted(Figures.count(drawn), Figures.counted(findings.map().items(), "item"))
            : Figures.counted(drawn, "item");
    return which
        + ". Two axes keep "
        + Figures.percent(findings.map().explained())
        + " of the variance (PCA): near points are alike, distances between far groups say little.";
  }

  /** The map as text: where the middle of each label's items lies and how far they spread. */
  private List<Map<String, Object>> mapRows() {
    Map<String, List<Findings.Point>> byLabel = new TreeMap<>();
    for (Findings.Point p : findings.map().points()) {
      byLabel
          .computeIfAbsent(p.label() == null ? "unnamed" : p.label(), l -> new ArrayList<>())
          .add(p);
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    byLabel.forEach(
        (label, points) -> {
          double x = points.stream().mapToDouble(Findings.Point::x).average().orElse(0);
          double y = points.stream().mapToDouble(Findings.Point::y).average().orElse(0);
          double spread =
              points.stream()
                  .mapToDouble(p -> Math.hypot(p.x() - x, p.y() - y))
                  .average()
                  .orElse(0);
          rows.add(
              Map.of(
                  "label",
                  label,
                  "items",
                  Figures.count(points.size()),
                  "x",
                  Figures.measure(x),
                  "y",
                  Figures.measure(y),
                  "spread",
                  Figures.measure(spread)));
        });
    return rows;
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

  private int colourNumber(String label) {
    return colours.getOrDefault(label, 0);
  }

  private String colour(String label) {
    return label == null ? "none" : Integer.toString(colourNumber(label) % COLOURS);
  }
}
