package dev.sluice.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.when;

import dev.sluice.media.Links;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.ListingFailed;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.Quarantine;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the manifest, looks at every video and writes {@code videos} and {@code quarantine}. Pays
 * nothing. Idempotent: a second run with nothing new opens no file and writes nothing. A file that
 * is bad, or that kills or hangs its decoder, costs itself only.
 */
public final class IngestStep implements Step {
  private static final int SHOWN = 50;
  private static final String BEFORE = "accepted_before";
  private static final String LISTED = "listed";
  private static final Column REFUSED =
      col("reason").isNotNull().and(col("reason").notEqual(Refusal.FORGOTTEN));
  private static final Pattern LISTING_FAILED =
      Pattern.compile(ListingFailed.class.getName() + ": (.*)");

  private final IngestConf conf;
  private final ProbeSource probes;
  private final HeldVideos held;

  /** A step of a job whose provider keeps no videos. */
  public IngestStep(IngestConf conf) {
    this(conf, NoProvider.INSTANCE);
  }

  /**
   * A step of a job whose provider may have videos already.
   *
   * @param held where manifests find {@code twelvelabs:} videos; not asked about others
   */
  public IngestStep(IngestConf conf, HeldVideos held) {
    this(conf, held, ProbeSource.OnExecutor.INSTANCE);
  }

  IngestStep(IngestConf conf, HeldVideos held, ProbeSource probes) {
    this.conf = conf;
    this.held = held;
    this.probes = probes;
  }

  @Override
  public String name() {
    return "ingest";
  }

  /**
   * Does it.
   *
   * @throws StepStopped with {@link ExitCode#INPUT} when the manifest cannot be used, is empty, or
   *     nothing in it is accepted ({@link ExitCode#AGAIN} where all of it failed by its store);
   *     with {@link ExitCode#USAGE} when a setting does not fit it; with {@link ExitCode#PROVIDER}
   *     or {@link ExitCode#AGAIN} when the provider's own videos cannot be read
   */
  @Override
  public StepReport run(StepContext context) {
    SparkSession spark = context.warehouse().spark();
    Configuration stores = spark.sparkContext().hadoopConfiguration();
    context.progress().say("reading the manifest " + Links.withoutSecrets(conf.manifest()));
    ManifestPlace place = ManifestPlace.find(conf, stores);
    Forgotten forgotten = Forgotten.in(context.warehouse());
    Dataset<Row> known = forgotten.without(context.warehouse().read(VideoRow.TABLE));
    Dataset<Row> rows =
        withKnown(new ManifestStep(spark, conf, place, held).rows(stores), known)
            .withColumn(ExamineStep.FORGOTTEN, forgotten.video(col("video_id")));
    int tasks =
        conf.partitions() > 0 ? conf.partitions() : 4 * spark.sparkContext().defaultParallelism();
    ExamineStep look =
        new ExamineStep(
            place.base(), conf.models(), new SerializableConfiguration(stores), probes, held);
    // Kept as an RDD: Spark would compute a cached Dataset again as soon as videos, which it reads,
    // is written, and so open files a second time.
    JavaRDD<Row> results =
        rows.repartition(tasks, coalesce(col("uri"), col("video_id")))
            .mapPartitions(look, Encoders.row(Examined.TABLE.schema()))
            .toJavaRDD()
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> examined = spark.createDataFrame(results, Examined.TABLE.schema());
    try {
      spark.sparkContext().setJobDescription("ingest: look at every video");
      Row looked = looked(examined);
      if (!looked.isNullAt(3)) {
        throw new StepStopped(ExitCode.PROVIDER, "ingest: " + looked.getString(3));
      }
      if (looked.getLong(0) == 0) {
        throw ManifestPlace.stopped(
            place.name(),
            conf.where() == null
                ? "it lists no videos"
                : "no row of it meets ingest.where: " + conf.where());
      }
      spark.sparkContext().setJobDescription("ingest: write videos");
      return settle(context, known, examined, looked, forgotten);
    } finally {
      results.unpersist();
      spark.sparkContext().setJobDescription(null);
    }
  }

  private Row looked(Dataset<Row> examined) {
    Column stopped = col("reason").equalTo(Refusal.PROVIDER_STOPPED);
    try {
      return examined
          .agg(
              count(lit(1)),
              count_if(col("opened")),
              count_if(REFUSED),
              min(when(stopped, col("detail"))),
              count_if(col("reason").equalTo(Refusal.FORGOTTEN)),
              count(col("unseen")),
              min(col("unseen")),
              count_if(col("reason").isInCollection(Refusal.NOT_OF_THE_FILE)))
          .first();
    } catch (Exception e) {
      // What a task throws comes back as text alone.
      Matcher failed = LISTING_FAILED.matcher(String.valueOf(e.getMessage()));
      if (failed.find()) {
        throw new StepStopped(
            ExitCode.AGAIN, "ingest: " + failed.group(1) + "; nothing was written, run again");
      }
      throw e;
    }
  }

  private static Dataset<Row> withKnown(Dataset<Row> rows, Dataset<Row> known) {
    Column all = struct(Arrays.stream(known.columns()).map(known::col).toArray(Column[]::new));
    Dataset<Row> by = known.select(known.col("video_id").as("known_id"), all.as(ExamineStep.KNOWN));
    return rows.join(by, rows.col("video_id").equalTo(by.col("known_id")), "left").drop("known_id");
  }

  private StepReport settle(
      StepContext context,
      Dataset<Row> known,
      Dataset<Row> examined,
      Row looked,
      Forgotten forgotten) {
    Column takenDown = forgotten.content(col("video.content_id"));
    long underNewNames = forgetNames(context, examined.where(takenDown));
    Dataset<Row> plan = deduplicated(known, examined.where(not(takenDown)));
    JavaRDD<Row> results = plan.toJavaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> settled = known.sparkSession().createDataFrame(results, plan.schema());
    try {
      Dataset<Row> listed = settled.where(col(LISTED));
      Column accepted = col("status").equalTo(VideoRow.ACCEPTED);
      Row counts =
          listed
              .agg(
                  count_if(accepted),
                  count_if(col("status").equalTo(VideoRow.DUPLICATE)),
                  count_if(accepted.and(coalesce(col(BEFORE), lit(false)).equalTo(false))))
              .first();
      IngestSummary summary =
          new IngestSummary(
              looked.getLong(0),
              counts.getLong(0),
              counts.getLong(1),
              looked.getLong(2),
              looked.getLong(1),
              counts.getLong(2),
              looked.getLong(4) + underNewNames,
              new IngestSummary.Unseen(looked.getLong(5), looked.getString(6)),
              originals(listed),
              refusals(examined));
      Warehouse warehouse = context.warehouse();
      boolean wrote = warehouse.replaceIfDifferent(VideoRow.TABLE, settled);
      wrote |=
          Quarantine.settle(warehouse, judged(warehouse, examined), quarantine(context, examined));
      if (summary.accepted() + summary.duplicates() == 0) {
        // Where no refusal tells of a file, there is nothing to correct in the manifest.
        boolean outage = looked.getLong(2) > 0 && looked.getLong(7) == looked.getLong(2);
        throw new StepStopped(
            outage ? ExitCode.AGAIN : ExitCode.INPUT, summary.nothingAccepted(conf.manifest()));
      }
      return summary.report(wrote);
    } finally {
      results.unpersist();
    }
  }

  /** Another name of bytes that were taken down is taken down too, so that none is opened again. */
  private static long forgetNames(StepContext context, Dataset<Row> again) {
    List<String> names = again.select("key").as(Encoders.STRING()).collectAsList();
    if (!names.isEmpty()) {
      Forgotten.of(names, List.of()).keepOutOf(context.warehouse(), context.clock().instant());
    }
    return names.size();
  }

  /**
   * All videos, those of the manifest and those that are no longer in it, each content accepted
   * once: under the name that was accepted before, otherwise the first by video_id. A span of the
   * whole file is the file.
   */
  private static Dataset<Row> deduplicated(Dataset<Row> known, Dataset<Row> examined) {
    Dataset<Row> now =
        examined
            .where(col("video").isNotNull())
            .select(col("video.*"), col(BEFORE), lit(true).as(LISTED));
    Dataset<Row> staying =
        known
            .join(now.select(col("video_id")), "video_id", "left_anti")
            .withColumn(BEFORE, col("status").equalTo(VideoRow.ACCEPTED))
            .withColumn(LISTED, lit(false));
    Column usable = col("status").notEqual(VideoRow.REJECTED).and(col("content_id").isNotNull());
    // Without its prefix: a digest from the manifest and our own of all bytes are the same thing.
    Column content =
        when(usable, substring_index(col("content_id"), ":", -1))
            .otherwise(concat(lit("row:"), col("video_id")));
    Column start = coalesce(col("start_sec"), lit(0.0));
    Column whole =
        start
            .equalTo(0)
            .and(
                coalesce(
                    col("end_sec").geq(col("duration_sec").minus(Examination.ROUNDING_SEC)),
                    col("end_sec").isNull()));
    WindowSpec same =
        Window.partitionBy(
                content, when(whole, lit(null)).otherwise(start), when(not(whole), col("end_sec")))
            .orderBy(col(BEFORE).desc(), col("video_id"));
    Column again = usable.and(col("original").notEqual(col("video_id")));
    return now.unionByName(staying)
        .withColumn("original", first(col("video_id")).over(same))
        .withColumn("duplicate_of", when(again, col("original")))
        .withColumn(
            "status",
            when(again, lit(VideoRow.DUPLICATE))
                .when(usable, lit(VideoRow.ACCEPTED))
                .otherwise(col("status")))
        .drop("original");
  }

  private Dataset<Row> quarantine(StepContext context, Dataset<Row> examined) {
    return examined
        .where(REFUSED)
        .select(
            lit(name()).as("step"),
            col("key"),
            col("reason"),
            col("detail"),
            lit(Timestamp.from(context.clock().instant())).as("first_seen"),
            col("replayable"))
        // Rows without a usable id may name the same thing; the same one counts in every run.
        .groupBy("step", "key", "first_seen")
        .agg(min(struct("reason", "detail", "replayable")).as("why"))
        .select("step", "key", "why.reason", "why.detail", "first_seen", "why.replayable");
  }

  /** What quarantine says of the videos that were looked at, and of second rows with their ids. */
  private Dataset<Row> judged(Warehouse warehouse, Dataset<Row> examined) {
    Column second = col("reason").equalTo(Refusal.DUPLICATE_ID);
    return warehouse
        .read(QuarantineRow.TABLE)
        .where(col("step").equalTo(name()))
        .withColumn(
            "of", when(second, regexp_replace(col("key"), "#\\d+$", "")).otherwise(col("key")))
        .join(examined.select(col("key").as("of")), new String[] {"of"}, "left_semi");
  }

  private static List<String> originals(Dataset<Row> listed) {
    List<String> names = new ArrayList<>();
    listed
        .where(col("status").equalTo(VideoRow.DUPLICATE))
        .select("duplicate_of")
        .distinct()
        .orderBy("duplicate_of")
        .limit(SHOWN)
        .collectAsList()
        .forEach(row -> names.add(row.getString(0)));
    return names;
  }

  private static List<String> refusals(Dataset<Row> examined) {
    List<String> lines = new ArrayList<>();
    examined
        .where(REFUSED)
        .select("key", "reason", "detail")
        .orderBy("key")
        .limit(SHOWN)
        .collectAsList()
        .forEach(
            row ->
                lines.add(
                    Links.printable(row.getString(0))
                        + ": "
                        + row.getString(1)
                        + ": "
                        + Objects.toString(row.getString(2), "")));
    return lines;
  }
}
