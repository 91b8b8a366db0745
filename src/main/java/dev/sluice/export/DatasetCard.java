package dev.sluice.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * {@code README.md} of a release: what is in it, how its labels were made and how far they can be
 * trusted, where it came from, what it cost, what is wrong with it. Pure; the same facts give the
 * same text.
 */
final class DatasetCard {
  /** Name of the file. */
  static final String FILE = "README.md";

  private final ReleaseManifest manifest;
  private final CardFacts facts;
  private final StringBuilder out = new StringBuilder();

  private DatasetCard(ReleaseManifest manifest, CardFacts facts) {
    this.manifest = manifest;
    this.facts = facts;
  }

  /**
   * The card.
   *
   * @param manifest the release; its files need not be there yet
   */
  static String of(ReleaseManifest manifest, CardFacts facts) {
    DatasetCard card = new DatasetCard(manifest, facts);
    card.items();
    card.labels();
    card.splits();
    card.issues();
    card.licence();
    card.provenance();
    card.spend();
    card.reading();
    return card.out.toString();
  }

  private void items() {
    double hours = facts.labels().stream().mapToDouble(CardFacts.Labelling::seconds).sum() / 3600;
    line("# " + manifest.name());
    line("");
    line(
        "%d labelled items of video (%s hours) from %d recordings, in %d classes, each with a vector of %d numbers (`%s`)."
            .formatted(
                manifest.items(),
                number("%.2f", hours),
                facts.recordings(),
                manifest.classMap().size(),
                manifest.dim(),
                manifest.lens()));
    heading("Items");
    List<String> splits = new ArrayList<>(manifest.counts().keySet());
    row("class", "index", String.join(" | ", splits), "all");
    line("|---|---:|" + "---:|".repeat(splits.size() + 1));
    classesByIndex()
        .forEach(
            label ->
                row(
                    cell(label),
                    manifest.classMap().get(label).toString(),
                    each(splits, split -> manifest.counts().get(split).getOrDefault(label, 0L)),
                    Long.toString(manifest.itemsOf(label))));
    row(
        "all",
        "",
        each(
            splits,
            split -> manifest.counts().get(split).values().stream().mapToLong(n -> n).sum()),
        Long.toString(manifest.items()));
    line("");
    if (!manifest.where().isEmpty()) {
      line("Only items that meet `" + manifest.where().replaceAll("\\s+", " ") + "`.");
    }
    if (manifest.maxPerClass() > 0) {
      line(
          "At most %d items of a class: recordings take turns, in an order drawn by seed %d."
              .formatted(manifest.maxPerClass(), manifest.seed()));
    }
    if (manifest.leftOut().isEmpty()) {
      line("No curated item was left out.");
    } else {
      List<String> reasons = new ArrayList<>();
      manifest.leftOut().forEach((reason, n) -> reasons.add(n + " " + reason.replace('_', ' ')));
      line("Curated items that are not in it: " + String.join(", ", reasons) + ".");
    }
  }

  private void labels() {
    heading("How the labels were made");
    row("by", "taxonomy", "prompt", "items", "confidence, mean | lowest");
    line("|---|---|---|---:|---:|---:|");
    for (CardFacts.Labelling l : facts.labels()) {
      boolean person = l.model() == null;
      row(
          person ? "a person (" + l.source() + ")" : "`" + l.model() + "`",
          person ? "" : cell(l.taxonomy()),
          person ? "" : "`" + start(l.promptHash()) + "`",
          Long.toString(l.items()),
          number("%.3f", l.mean()) + " | " + number("%.3f", l.lowest()));
    }
    line("");
    line(
        "A model was asked about representatives of each cluster; the vote named the cluster: %d clusters were named, %d abstained."
            .formatted(facts.named(), facts.abstained()));
    line(
        "Confidence is from votes, distance and margin for a model, 1 for a person; it is no measured accuracy.");
    long review = manifest.verdicts().getOrDefault("review", 0L);
    line("%d items are still worth a person's look (verdict `review`).".formatted(review));
    long truths = facts.labels().stream().mapToLong(CardFacts.Labelling::truths).sum();
    line(
        truths == 0
            ? "No item had a ground truth to hold the labels against."
            : "%d items had a ground truth in the manifest. It is not a label here and was sent nowhere; the table `evaluations` holds the labels against it."
                .formatted(truths));
  }

  private void splits() {
    heading("Splits");
    line(
        facts.splitRecordings() == 0 && facts.splitContents() == 0
            ? "No recording and no content has items in two splits. Near-duplicates were not looked for."
            : "**Leak**: %d recordings and %d contents have items in more than one split; accuracy on the others is not to be believed."
                .formatted(facts.splitRecordings(), facts.splitContents()));
  }

  private void issues() {
    heading("Known issues");
    List<String> issues = new ArrayList<>();
    if (manifest.lens().startsWith("emulator/")) {
      issues.add(
          "Vectors and answers come from the emulator with its small local models: good for trying the pipeline, they say nothing about the quality of a provider.");
    }
    if (facts.splitRecordings() + facts.splitContents() > 0) {
      issues.add("Recordings or contents in more than one split, see above.");
    }
    for (String split : manifest.counts().keySet()) {
      TreeSet<String> missing = new TreeSet<>(manifest.classMap().keySet());
      missing.removeAll(manifest.counts().get(split).keySet());
      if (!missing.isEmpty()) {
        issues.add("No item in " + split + " of: " + cell(String.join(", ", missing)) + ".");
      }
    }
    List<Long> sizes = classesByIndex().stream().map(manifest::itemsOf).toList();
    if (!sizes.isEmpty() && Collections.max(sizes) >= 3 * Collections.min(sizes)) {
      issues.add(
          "Unbalanced: the largest class has %d items, the smallest %d."
              .formatted(Collections.max(sizes), Collections.min(sizes)));
    }
    issues.add("Labels are not reviewed unless the table above says a person gave them.");
    issues.forEach(issue -> line("- " + issue));
  }

  private void licence() {
    heading("Licence");
    line(
        facts.licence().isEmpty()
            ? "The job states none (`export.licence`). The footage keeps its licences and the rights of the people it shows; vectors and labels are made from it."
            : facts.licence());
    Map<String, Long> stated = new TreeMap<>(facts.stated());
    Long silent = stated.remove("");
    if (!stated.isEmpty()) {
      line("");
      line("What the manifest states of the videos:");
      line("");
      stated.forEach((licence, n) -> line("- %s: %d items".formatted(cell(licence), n)));
      if (silent != null) {
        line("- not stated: %d items".formatted(silent));
      }
    }
  }

  private void provenance() {
    heading("Provenance");
    line("- release `%s`".formatted(manifest.releaseId()));
    line(
        "- Sluice %s, settings `%s`"
            .formatted(manifest.codeVersion(), start(manifest.configHash())));
    if (!manifest.madeFrom().isEmpty()) {
      line(
          "- made again from release `%s`, shard by shard the same".formatted(manifest.madeFrom()));
    }
    for (ReleaseManifest.Origin c : manifest.clusterings()) {
      line(
          "- clustering `%s`: unit %s, k %d, seed %d"
              .formatted(start(c.clusteringId()), c.unit(), c.k(), c.seed()));
    }
    manifest
        .sourceVersions()
        .forEach((table, version) -> line("- table `%s` at version %s".formatted(table, version)));
  }

  private void spend() {
    heading("Spend");
    if (facts.spend().isEmpty()) {
      line("The ledger names no paid work behind these vectors and labels.");
      return;
    }
    line("What the vectors and labels cost by the price list, also where other items share them:");
    line("");
    row("operation", "model", "works", "units", "price");
    line("|---|---|---:|---:|---:|");
    for (CardFacts.Spend s : facts.spend()) {
      row(
          s.operation(),
          "`" + s.model() + "`",
          Long.toString(s.works()),
          number("%.3f", s.units()) + " " + s.unit(),
          number("%.4f", s.price()) + " " + s.currency());
    }
  }

  private void reading() {
    heading("Files");
    line(
        "`manifest.json` lists every file with its SHA-256; `class_map.json` maps labels to indexes.");
    line(
        "Formats: "
            + String.join(", ", manifest.formats())
            + ". Check the bytes: `jobs/sluice verify "
            + manifest.name()
            + "`.");
  }

  private List<String> classesByIndex() {
    return manifest.classMap().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private void heading(String text) {
    line("");
    line("## " + text);
    line("");
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }

  private static String each(List<String> splits, ToLongFunction<String> count) {
    return String.join(
        " | ", splits.stream().map(split -> Long.toString(count.applyAsLong(split))).toList());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replaceAll("\\s+", " ");
  }

  private static String start(String hash) {
    return hash.substring(0, Math.min(12, hash.length()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
