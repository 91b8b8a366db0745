package dev.sluice.export;

import dev.sluice.media.Sha256;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.Retention;
import dev.sluice.tables.Table;
import dev.sluice.tables.VersionGone;
import dev.sluice.tables.Warehouse;
import dev.sluice.text.RootCause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Writes the labelled items as a release: named, pinned to table versions, with checksums and a
 * dataset card. Pays nothing. Items nobody named and items excluded are left out and counted;
 * ground truth is never used as a label. The same input is released once: a second run writes
 * nothing. An earlier release is never changed, a name that is taken is refused, and a run that
 * dies half-way leaves none that verifies.
 */
public final class ExportStep implements Step {
  private final ExportConf conf;

  /** The step with its settings. */
  public ExportStep(ExportConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "export";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when a setting cannot be used, a name is taken, a pinned version cannot be
   *     read any more, or files cannot be written
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    List<ReleaseRow> before = warehouse.rows(ReleaseRow.TABLE);
    if (conf.from() == null) {
      List<Table<?>> sources = ExportItems.sources(conf.formatList());
      return run(context, before, Recipe.of(conf, warehouse.versions(sources)));
    }
    Recipe recipe = Recipe.again(conf.from(), before);
    try {
      return run(context, before, recipe);
    } catch (Exception e) {
      // Spark throws checked exceptions without declaring them.
      if (!VersionGone.isWhy(e)) {
        throw e;
      }
      throw new StepStopped(
          ExitCode.INPUT,
          "export.from: release %s cannot be made again from the versions %s: %s. Delta keeps replaced versions for a limited time; the release's own files are not touched by that."
              .formatted(
                  conf.from(),
                  recipe.versions(),
                  RootCause.firstLine(e.getMessage(), "they do not read")));
    }
  }

  private StepReport run(StepContext context, List<ReleaseRow> before, Recipe recipe) {
    Warehouse warehouse = context.warehouse();
    ReleaseName name = releaseName(context);
    if (!recipe.versions().containsKey(CuratedRow.TABLE.name())) {
      return nothing("no release: nothing is curated yet");
    }
    // Asked many questions; the vectors are read once, by the tasks that write them.
    Dataset<Row> known = ExportItems.of(warehouse, recipe).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Census census = ExportItems.census(known);
      if (census.included() == 0) {
        return nothing(
            "no release: none of %d items has a label%s"
                .formatted(census.items(), census.reasons()));
      }
      Dataset<Row> listed = ExportItems.included(known);
      String lens = ExportItems.onlyLens(listed);
      Map<String, String> settings = settings(lens, name, recipe, census);
      settings.putAll(ExportVideos.digests(warehouse, recipe, lens, listed));
      ReleasePlan plan = plan(listed, settings, recipe);
      return release(
          context,
          before,
          new PlannedRelease(
              name,
              recipe,
              lens,
              census,
              plan,
              ExportItems.origins(warehouse, listed),
              listed,
              ExportItems.withVectors(warehouse, recipe, lens, listed)));
    } catch (IOException e) {
      throw new StepStopped(
          ExitCode.INTERNAL,
          "export: cannot write below %s: %s. What was written is swept by the next run."
              .formatted(folder(warehouse), e.getMessage()));
    } finally {
      known.unpersist();
    }
  }

  private StepReport release(StepContext context, List<ReleaseRow> before, PlannedRelease planned)
      throws IOException {
    Warehouse warehouse = context.warehouse();
    ReleasePlan plan = planned.plan();
    Configuration hadoop = warehouse.spark().sessionState().newHadoopConf();
    ReleaseStore store = ReleaseStore.at(hadoop, folder(warehouse));
    Optional<ReleaseRow> row =
        before.stream().filter(r -> r.releaseId().equals(plan.releaseId())).findFirst();
    Optional<String> found = store.find(planned.name(), plan.releaseId());
    if (found.isPresent() && row.isPresent()) {
      return warned(context, before, ExportReport.of(planned, store, found.get(), "is up to date"))
          .build();
    }
    ReleaseManifest manifest;
    if (found.isPresent()) {
      manifest = store.manifest(found.get()).orElseThrow();
    } else {
      UnfinishedRelease unfinished = store.unfinished(owner(warehouse), plan.releaseId());
      unfinished.sweep(planned.name());
      String folder = row.isPresent() ? row.get().name() : free(planned.name(), store, before);
      context.progress().say("export: writing " + plan.items() + " items to " + store.uri(folder));
      manifest = new ReleaseWriter(context, conf, unfinished, hadoop, planned).write(folder);
    }
    List<ReleaseRow> after = new ArrayList<>(before);
    if (row.isEmpty()) {
      ReleaseRow added = row(context, planned, store, manifest);
      warehouse.append(ReleaseRow.TABLE, List.of(added));
      after.add(added);
    }
    return warned(context, after, ExportReport.of(planned, store, manifest.name(), ""))
        .wrote()
        .build();
  }

  private static String free(ReleaseName name, ReleaseStore store, List<ReleaseRow> before)
      throws IOException {
    List<String> taken = new ArrayList<>(store.folders(name));
    before.forEach(row -> taken.add(row.name()));
    return name.next(taken)
        .orElseThrow(
            () ->
                new StepStopped(
                    ExitCode.USAGE,
                    "export.as: there is a release %s already, of other items or settings; releases are never overwritten: choose another name"
                        .formatted(name.text())));
  }

  // What the card says of verdicts and labels counts: a release with another card is another one.
  private Map<String, String> settings(
      String lens, ReleaseName name, Recipe recipe, Census census) {
    Map<String, String> settings = new TreeMap<>(recipe.identity());
    settings.put("name", name.text());
    settings.put("lens", lens);
    settings.put("to", conf.to() == null ? "" : conf.to());
    if (!conf.licence().isEmpty()) {
      settings.put("licence", conf.licence());
    }
    settings.put("verdicts", census.verdicts().toString());
    settings.put("labels", census.labels().toString());
    return settings;
  }

  private static ReleasePlan plan(
      Dataset<Row> included, Map<String, String> settings, Recipe recipe) {
    ReleasePlan.Builder plan = new ReleasePlan.Builder(settings, recipe.shardItems());
    Iterator<Row> lines =
        included
            .select("item_id", "label", "split", "content_id", "work_key", "dim")
            .sort("split", "item_id")
            .toLocalIterator();
    try {
      while (lines.hasNext()) {
        Row r = lines.next();
        plan.add(
            new ReleaseLine(
                r.getString(0),
                r.getString(1),
                r.getString(2),
                r.getString(3),
                r.getString(4),
                r.getInt(5)));
      }
    } catch (IllegalArgumentException e) {
      throw new StepStopped(ExitCode.INPUT, "export: " + e.getMessage());
    }
    return plan.build();
  }

  private static ReleaseRow row(
      StepContext context, PlannedRelease planned, ReleaseStore store, ReleaseManifest manifest) {
    Map<String, String> classMap = new TreeMap<>();
    manifest.classMap().forEach((label, index) -> classMap.put(label, Integer.toString(index)));
    Map<String, String> checksums = new TreeMap<>();
    manifest.files().forEach(file -> checksums.put(file.path(), file.sha256()));
    checksums.put(ReleaseManifest.FILE, Sha256.hex(manifest.bytes()));
    Map<String, String> settings = planned.recipe().settings();
    settings.put("lens", planned.lens());
    Map<String, String> counts = new TreeMap<>();
    manifest
        .counts()
        .forEach(
            (split, labels) ->
                labels.forEach((label, n) -> counts.put(split + "/" + label, n.toString())));
    return new ReleaseRow(
        manifest.releaseId(),
        manifest.name(),
        String.join(",", manifest.formats()),
        store.uri(manifest.name()),
        manifest.items(),
        manifest.leftOut().values().stream().mapToLong(Long::longValue).sum(),
        planned.recipe().versions(),
        classMap,
        checksums,
        manifest.configHash(),
        manifest.codeVersion(),
        context.clock().instant(),
        false,
        manifest.where().isEmpty() ? null : manifest.where(),
        settings,
        counts);
  }

  private static StepReport.Builder warned(
      StepContext context, List<ReleaseRow> releases, StepReport.Builder report) {
    Map<String, Duration> retention = new HashMap<>();
    for (Table<?> table : ExportItems.sources(List.of(ExportFormat.values()))) {
      Retention.of(context.warehouse(), table)
          .ifPresent(length -> retention.put(table.name(), length));
    }
    PinCheck.warnings(releases, retention, context.clock().instant()).forEach(report::line);
    return report;
  }

  private static StepReport nothing(String headline) {
    return StepReport.of(headline)
        .line("name the clusters in a reviews file and run again: reviews cost nothing")
        .count("items", 0)
        .build();
  }

  private ReleaseName releaseName(StepContext context) {
    if (conf.as() != null) {
      return ReleaseName.whole(conf.as());
    }
    return ReleaseName.numbered(
        conf.name() != null
            ? conf.name()
            : context
                .run()
                .job()
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^[._-]+|-+$", ""));
  }

  /** What tells a warehouse from all others: a copy has its table's id, and another place. */
  static String owner(Warehouse warehouse) {
    String id = warehouse.location() + "\n" + warehouse.id(CuratedRow.TABLE);
    return Sha256.hex(id.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  private String folder(Warehouse warehouse) {
    if (conf.to() != null) {
      return conf.to();
    }
    if (warehouse.isCatalog()) {
      throw new StepStopped(
          ExitCode.USAGE,
          "export.to is not set and the warehouse %s is a catalog: name a folder for releases"
              .formatted(warehouse.location()));
    }
    return warehouse.location() + "/_releases";
  }
}
