package dev.sluice.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the labelled items as a release: numbered, pinned to table versions, with checksums. Pays
 * nothing. Items nobody named and items excluded are left out and counted; ground truth is never
 * used as a label. The same input is released once: a second run writes nothing. An earlier release
 * is never changed, and a run that dies half-way leaves none that verifies.
 */
public final class ExportStep implements Step {
  private static final int MOST_TASKS = 512;

  private final ExportConf conf;

  /** The step with its settings. */
  public ExportStep(ExportConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "export";
  }

  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    String name = releaseName(context);
    Map<String, String> versions = warehouse.versions(ExportItems.SOURCES);
    if (!versions.containsKey(CuratedRow.TABLE.name())) {
      return nothing("no release: nothing is curated yet");
    }
    Dataset<Row> items = ExportItems.of(warehouse, versions);
    Census census = ExportItems.census(items);
    if (census.included() == 0) {
      return nothing(
          "no release: none of %d items has a label%s".formatted(census.items(), census.reasons()));
    }
    Dataset<Row> included = ExportItems.included(items);
    String lens = ExportItems.onlyLens(included);
    ReleasePlan plan = plan(included, lens, name);
    try {
      return release(context, new Ready(name, lens, versions, census, plan, included));
    } catch (IOException e) {
      throw new StepStopped(
          ExitCode.INTERNAL,
          "export: cannot write below %s: %s. What was written is swept by the next run."
              .formatted(folder(warehouse), e.getMessage()));
    }
  }

  private record Ready(
      String name,
      String lens,
      Map<String, String> versions,
      Census census,
      ReleasePlan plan,
      Dataset<Row> included) {}

  private StepReport release(StepContext context, Ready ready) throws IOException {
    Warehouse warehouse = context.warehouse();
    ReleasePlan plan = ready.plan();
    Configuration hadoop = warehouse.spark().sessionState().newHadoopConf();
    ReleaseStore store = ReleaseStore.at(hadoop, folder(warehouse), plan.releaseId());
    List<ReleaseRow> before = warehouse.rows(ReleaseRow.TABLE);
    Optional<ReleaseRow> row =
        before.stream().filter(r -> r.releaseId().equals(plan.releaseId())).findFirst();
    Optional<String> found = store.find(ready.name(), plan.releaseId());
    if (found.isPresent() && row.isPresent()) {
      return report(ready, store, found.get(), "is up to date").build();
    }
    ReleaseManifest manifest;
    if (found.isPresent()) {
      manifest = store.manifest(found.get()).orElseThrow();
    } else {
      store.sweep(ready.name());
      String folder =
          row.isPresent()
              ? row.get().name()
              : store.nextName(ready.name(), before.stream().map(ReleaseRow::name).toList());
      context.progress().say("export: writing " + plan.items() + " items to " + store.uri(folder));
      manifest = write(context, ready, store, hadoop, folder);
    }
    if (row.isEmpty()) {
      warehouse.append(ReleaseRow.TABLE, List.of(row(context, ready, store, manifest)));
    }
    return report(ready, store, manifest.name(), null).wrote().build();
  }

  private ReleaseManifest write(
      StepContext context, Ready ready, ReleaseStore store, Configuration hadoop, String folder)
      throws IOException {
    ReleasePlan plan = ready.plan();
    int tasks =
        conf.partitions() != null ? conf.partitions() : Math.min(plan.shards().size(), MOST_TASKS);
    Column shard =
        udf(new ShardOf(plan.shards()), DataTypes.IntegerType).apply(col("split"), col("item_id"));
    List<ShardFile> files = new ArrayList<>();
    ready
        .included()
        .withColumn("shard", shard)
        .select(
            "shard", "item_id", "content_id", "split", "label", "start_sec", "end_sec", "vector")
        .repartition(tasks, col("shard"))
        .sortWithinPartitions("shard", "item_id")
        .mapPartitions(
            new WriteShards(
                new SerializableConfiguration(hadoop), store.location(), plan, conf.formatList()),
            Encoders.row(WriteShards.FILES))
        .collectAsList()
        .forEach(r -> files.add(WriteShards.file(r)));
    files.sort(Comparator.comparing(ShardFile::path));
    try (HashedFile classes = store.create(ReleaseManifest.CLASS_MAP_FILE)) {
      byte[] bytes = ReleaseManifest.classMapBytes(plan.classMap());
      classes.write(bytes);
      files.add(
          new ShardFile(
              ReleaseManifest.CLASS_MAP_FILE, "", "json", 0, bytes.length, Sha256.hex(bytes)));
    }
    ReleaseManifest manifest =
        new ReleaseManifest(
            1,
            folder,
            plan.releaseId(),
            ready.lens(),
            plan.dim(),
            plan.items(),
            plan.classMap(),
            plan.counts(),
            ready.census().verdicts(),
            ready.census().leftOut(),
            conf.formatList().stream().map(ExportFormat::key).toList(),
            conf.shardItems(),
            ready.versions(),
            ExportItems.origins(context.warehouse(), ready.included()),
            context.run().configHash(),
            context.run().codeVersion(),
            files,
            "");
    store.commit(manifest);
    return manifest;
  }

  private ReleasePlan plan(Dataset<Row> included, String lens, String name) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("name", name);
    settings.put("lens", lens);
    settings.put("to", conf.to() == null ? "" : conf.to());
    settings.put("formats", String.join(",", conf.formatList().stream().map(Enum::name).toList()));
    ReleasePlan.Builder plan = new ReleasePlan.Builder(settings, conf.shardItems());
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

  private ReleaseRow row(
      StepContext context, Ready ready, ReleaseStore store, ReleaseManifest manifest) {
    Map<String, String> classMap = new TreeMap<>();
    manifest.classMap().forEach((label, index) -> classMap.put(label, Integer.toString(index)));
    Map<String, String> checksums = new TreeMap<>();
    manifest.files().forEach(file -> checksums.put(file.path(), file.sha256()));
    checksums.put(ReleaseManifest.FILE, Sha256.hex(manifest.bytes()));
    return new ReleaseRow(
        manifest.releaseId(),
        manifest.name(),
        String.join(",", manifest.formats()),
        store.uri(manifest.name()),
        manifest.items(),
        manifest.leftOut().values().stream().mapToLong(Long::longValue).sum(),
        ready.versions(),
        classMap,
        checksums,
        manifest.configHash(),
        manifest.codeVersion(),
        context.clock().instant(),
        false);
  }

  private static StepReport.Builder report(
      Ready ready, ReleaseStore store, String folder, String state) {
    ReleasePlan plan = ready.plan();
    StepReport.Builder report =
        StepReport.of(
            "release %s%s: %d items in %d classes%s"
                .formatted(
                    folder,
                    state == null ? "" : " " + state,
                    plan.items(),
                    plan.classMap().size(),
                    ready.census().reasons()));
    String place = store.uri(folder).replaceFirst("^file:/+", "/");
    report.line("at " + place + "; check it with: jobs/sluice verify " + place);
    List<String> splits = new ArrayList<>();
    plan.counts()
        .forEach(
            (split, labels) ->
                splits.add(split + " " + labels.values().stream().mapToLong(n -> n).sum()));
    report.line("splits: " + String.join(", ", splits));
    long review = ready.census().verdicts().getOrDefault("review", 0L);
    if (review > 0) {
      report.line("%d of the items are worth a person's look (verdict review)".formatted(review));
    }
    return report
        .count("items", plan.items())
        .count("classes", plan.classMap().size())
        .count("left_out", ready.census().leftOutItems());
  }

  private static StepReport nothing(String headline) {
    return StepReport.of(headline)
        .line("name the clusters in a reviews file and run again: reviews cost nothing")
        .count("items", 0)
        .build();
  }

  private String releaseName(StepContext context) {
    return conf.name() != null
        ? conf.name()
        : context.run().job().replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+|-+$", "");
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
