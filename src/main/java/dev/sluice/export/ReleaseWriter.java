package dev.sluice.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.FloatVector;
import dev.sluice.tables.ReleaseRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** Writes the files of a release by Spark tasks and commits them. */
final class ReleaseWriter {
  private static final int MOST_TASKS = 512;
  private static final String LOADER = "open_in_fiftyone.py";

  private final StepContext context;
  private final ExportConf conf;
  private final UnfinishedRelease target;
  private final SerializableConfiguration hadoop;
  private final PlannedRelease release;
  private final List<ShardFile> files = new ArrayList<>();

  ReleaseWriter(
      StepContext context,
      ExportConf conf,
      UnfinishedRelease target,
      Configuration hadoop,
      PlannedRelease release) {
    this.context = context;
    this.conf = conf;
    this.target = target;
    this.hadoop = new SerializableConfiguration(hadoop);
    this.release = release;
  }

  /**
   * Writes the release and makes it valid.
   *
   * @param folder its name
   * @throws StepStopped when it repeats a release and a shard differs; nothing is left then
   */
  ReleaseManifest write(String folder) throws IOException {
    ReleasePlan plan = release.plan();
    Recipe recipe = release.recipe();
    List<ExportFormat> byItem = new ArrayList<>();
    for (ExportFormat format : recipe.formats()) {
      if (format.layout() instanceof Layout.ByVideo) {
        videos(format);
      } else {
        byItem.add(format);
      }
    }
    if (!byItem.isEmpty()) {
      items(byItem);
    }
    files.sort(Comparator.comparing(ShardFile::path));
    if (recipe.madeFrom().isPresent()) {
      compare(recipe.madeFrom().get());
    }
    byte[] classes = ReleaseManifest.classMapBytes(plan.classMap());
    files.add(target.add(ReleaseManifest.CLASS_MAP_FILE, "json", classes));
    if (recipe.formats().contains(ExportFormat.FIFTYONE)) {
      files.add(target.add(LOADER, "python", loader()));
    }
    CardFacts facts =
        new CardQueries(context.warehouse(), recipe, release.listed()).facts(conf.licence());
    byte[] card = DatasetCard.of(manifest(folder), facts).getBytes(StandardCharsets.UTF_8);
    files.add(target.add(DatasetCard.FILE, "markdown", card));
    ReleaseManifest manifest = manifest(folder);
    target.commit(manifest);
    return manifest;
  }

  private void items(List<ExportFormat> formats) {
    write(
        release
            .included()
            .select("item_id", "content_id", "split", "label", "start_sec", "end_sec", "vector"),
        release.plan().shards(),
        "item_id",
        new WriteItems(hadoop, target.location(), release.plan(), formats));
  }

  private void videos(ExportFormat format) {
    Dataset<Row> segments =
        ExportVideos.of(
            context.warehouse(), release.recipe(), release.lens(), release.included(), format);
    List<PlannedShard> shards =
        ExportVideos.plan(segments, release.recipe().shardItems(), release.plan().dim());
    write(
        segments,
        shards,
        "video_id",
        new WriteVideos(hadoop, target.location(), release.plan(), shards, format));
  }

  private void write(
      Dataset<Row> rows,
      List<PlannedShard> shards,
      String id,
      MapPartitionsFunction<Tuple2<Row, FloatVector>, Row> writer) {
    int tasks = conf.partitions() != null ? conf.partitions() : Math.min(shards.size(), MOST_TASKS);
    Column shard = udf(new ShardOf(shards), DataTypes.IntegerType).apply(col("split"), col(id));
    Dataset<Row> sorted =
        rows.withColumn("shard", shard)
            .repartition(tasks, col("shard"))
            .sortWithinPartitions("shard", id, "start_sec", "end_sec", "item_id");
    Dataset<Row> facts = sorted.drop("vector");
    sorted
        .select(
            struct(Stream.of(facts.columns()).map(functions::col).toArray(Column[]::new)),
            struct("vector"))
        .as(Encoders.tuple(Encoders.row(facts.schema()), Encoders.bean(FloatVector.class)))
        .mapPartitions(writer, Encoders.row(WriteShards.FILES))
        .collectAsList()
        .forEach(row -> files.add(WriteShards.file(row)));
  }

  private void compare(ReleaseRow original) throws IOException {
    Map<String, String> then = original.checksums();
    for (ShardFile file : files) {
      if (!file.sha256().equals(then.get(file.path()))) {
        target.discard();
        throw new StepStopped(
            ExitCode.INTERNAL,
            "export.from: %s comes out differently than in release %s, so nothing was released: Sluice %s made that one, this is %s, or its table versions were changed by hand"
                .formatted(
                    file.path(),
                    original.name(),
                    original.codeVersion(),
                    context.run().codeVersion()));
      }
    }
  }

  private ReleaseManifest manifest(String folder) {
    ReleasePlan plan = release.plan();
    Recipe recipe = release.recipe();
    return new ReleaseManifest(
        ReleaseManifest.VERSION,
        folder,
        plan.releaseId(),
        release.lens(),
        plan.dim(),
        plan.items(),
        plan.classMap(),
        plan.counts(),
        release.census().verdicts(),
        release.census().leftOut(),
        recipe.where(),
        recipe.maxPerClass(),
        recipe.maxPerClass() == 0 ? 0 : recipe.seed(),
        recipe.madeFrom().map(ReleaseRow::name).orElse(""),
        recipe.formats().stream().map(ExportFormat::key).toList(),
        recipe.shardItems(),
        recipe.versions(),
        release.origins(),
        context.run().configHash(),
        context.run().codeVersion(),
        List.copyOf(files),
        "");
  }

  private static byte[] loader() throws IOException {
    try (InputStream in = ReleaseWriter.class.getResourceAsStream(LOADER)) {
      return in.readAllBytes();
    }
  }
}
