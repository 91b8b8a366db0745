package dev.sluice.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

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
import dev.sluice.tables.QuarantineKey;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the manifest, looks at every video and writes {@code videos} and {@code quarantine}. Pays
 * nothing. Idempotent: a second run with nothing new writes nothing and opens no file but those
 * that hung their decoder. A long manifest is done in parts: a run that is broken off loses what it
 * saw of one part. A file that is bad, or that kills or hangs its decoder, costs itself only.
 */
public final class IngestStep implements Step {
  private static final int SHOWN = 50;
  private static final String BEFORE = "accepted_before";

  /** So many videos, or more where parts would be too many, are looked at before a write. */
  private static final int ROWS_OF_PART = 50_000;

  /** Each part settles all videos: of so many parts that costs little beside looking. */
  private static final int MOST_PARTS = 16;

  /** So many of them, at most, are repeated when an executor is lost. */
  private static final int ROWS_OF_TASK = 500;

  private static final Column REFUSED =
      col("reason").isNotNull().and(col("reason").notEqual(Refusal.FORGOTTEN));
  private static final Pattern LISTING_FAILED =
      Pattern.compile(ListingFailed.class.getName() + ": (.*)");

  private final IngestConf conf;
  private final ProbeSource probes;
  private final HeldVideos held;
  private final int rowsOfPart;

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
    this(conf, held, ProbeSource.OnExecutor.INSTANCE, ROWS_OF_PART);
  }

  IngestStep(IngestConf conf, HeldVideos held, ProbeSource probes, int rowsOfPart) {
    this.conf = conf;
    this.held = held;
    this.probes = probes;
    this.rowsOfPart = rowsOfPart;
  }

  @Override
  public String name() {
    return "ingest";
  }

  /**
   * Does it.
   *
   * @throws StepStopped with {@link ExitCode#INPUT} when the manifest cannot be used, is empty, or
   *     nothing in it is accepted ({@link ExitCode#AGAIN} where its store, or that of all videos,
   *     is down); with {@link ExitCode#USAGE} when a setting does not fit it; with {@link
   *     ExitCode#PROVIDER} or {@link ExitCode#AGAIN} when the provider's own videos cannot be read
   */
  @Override
  public StepReport run(StepContext context) {
    SparkSession spark = context.warehouse().spark();
    Configuration stores = spark.sparkContext().hadoopConfiguration();
    context.progress().say("reading the manifest " + Links.withoutSecrets(conf.manifest()));
    ManifestPlace place = ManifestPlace.find(conf, stores);
    Forgotten forgotten = Forgotten.in(context.warehouse());
    ExamineStep look =
        new ExamineStep(
            place.base(), conf.models(), new SerializableConfiguration(stores), probes, held);
    // Read once: an index is not listed again for every part.
    Dataset<Row> rows =
        new ManifestStep(spark, conf, place, held)
            .rows(stores)
            .withColumn(ExamineStep.FORGOTTEN, forgotten.video(col("video_id")))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Kept> looks = new ArrayList<>();
    try {
      spark.sparkContext().setJobDescription("ingest: read the manifest");
      long files = counted(rows, place);
      int parts = (int) Math.min(MOST_PARTS, parts(files, rowsOfPart));
      // Rows with one video_id are in one part; by another hash than Spark's own, which tells
      // tasks.
      Column part = pmod(xxhash64(coalesce(col("video_id"), col("uri"))), lit(parts));
      Dataset<Row> start = forgotten.without(atStart(context.warehouse()));
      boolean wrote = false;
      for (int i = 0; i < parts; i++) {
        if (parts > 1) {
          context.progress().say("looking at videos, part %d of %d".formatted(i + 1, parts));
        }
        spark.sparkContext().setJobDescription("ingest: look at every video");
        Kept looked =
            Kept.of(
                withKnown(rows.where(part.equalTo(i)), start)
                    .repartition(tasks(spark, files / parts), coalesce(col("uri"), col("video_id")))
                    .mapPartitions(look, Encoders.row(Examined.TABLE.schema())));
        looks.add(looked);
        demandProvider(looked.rows());
        spark.sparkContext().setJobDescription("ingest: write videos");
        wrote |= settle(context, start, looked.rows(), forgotten);
      }
      Dataset<Row> all = looks.stream().map(Kept::rows).reduce(Dataset::union).orElseThrow();
      wrote |= context.warehouse().remove(QuarantineRow.TABLE, named(context.warehouse(), all));
      return report(context.warehouse(), all, forgotten, wrote);
    } catch (Exception e) {
      demandListing(e, looks.isEmpty());
      throw e;
    } finally {
      looks.forEach(Kept::close);
      rows.unpersist();
      spark.sparkContext().setJobDescription(null);
    }
  }

  /** The videos as they were before this run, whatever its parts write. */
  private static Dataset<Row> atStart(Warehouse warehouse) {
    OptionalLong version = warehouse.version(VideoRow.TABLE);
    return version.isPresent()
        ? warehouse.readVersion(VideoRow.TABLE, version.getAsLong())
        : warehouse.read(VideoRow.TABLE);
  }

  private static void demandListing(Exception why, boolean isFirst) {
    // What a task throws comes back as text alone.
    Matcher failed = LISTING_FAILED.matcher(String.valueOf(why.getMessage()));
    if (failed.find()) {
      throw new StepStopped(
          ExitCode.AGAIN,
          "ingest: %s; %srun again"
              .formatted(failed.group(1), isFirst ? "nothing was written, " : ""));
    }
  }

  private long counted(Dataset<Row> rows, ManifestPlace place) {
    long files = rows.count();
    if (files == 0) {
      throw ManifestPlace.stopped(
          place.name(),
          conf.where() == null
              ? "it lists no videos"
              : "no row of it meets ingest.where: " + conf.where());
    }
    return files;
  }

  private static long parts(long rows, long most) {
    return (rows + most - 1) / most;
  }

  private int tasks(SparkSession spark, long rows) {
    return conf.partitions() > 0
        ? conf.partitions()
        : (int) Math.max(4L * spark.sparkContext().defaultParallelism(), parts(rows, ROWS_OF_TASK));
  }

  /** Looks at the videos of a part, all of them before anything of it is written. */
  private static void demandProvider(Dataset<Row> examined) {
    Column stopped = col("reason").equalTo(Refusal.PROVIDER_STOPPED);
    Row why = examined.agg(min(when(stopped, col("detail")))).first();
    if (!why.isNullAt(0)) {
      throw new StepStopped(ExitCode.PROVIDER, "ingest: " + why.getString(0));
    }
  }

  private static Dataset<Row> withKnown(Dataset<Row> rows, Dataset<Row> known) {
    Column all = struct(Arrays.stream(known.columns()).map(known::col).toArray(Column[]::new));
    Dataset<Row> by = known.select(known.col("video_id").as("known_id"), all.as(ExamineStep.KNOWN));
    return rows.join(by, rows.col("video_id").equalTo(by.col("known_id")), "left").drop("known_id");
  }

  private boolean settle(
      StepContext context, Dataset<Row> start, Dataset<Row> examined, Forgotten forgotten) {
    Column takenDown = forgotten.content(col("video.content_id"));
    forgetNames(context, examined.where(takenDown));
    Warehouse warehouse = context.warehouse();
    boolean wrote;
    Dataset<Row> known = forgotten.without(warehouse.read(VideoRow.TABLE));
    try (Kept videos = Kept.of(Duplicates.settled(start, known, examined.where(not(takenDown))))) {
      wrote = warehouse.replaceIfDifferent(VideoRow.TABLE, videos.rows());
    }
    return Quarantine.settle(warehouse, judged(warehouse, examined), quarantine(context, examined))
        || wrote;
  }

  private StepReport report(
      Warehouse warehouse, Dataset<Row> examined, Forgotten forgotten, boolean wrote) {
    Row looked =
        examined
            .agg(
                count(lit(1)),
                count_if(col("opened")),
                count_if(REFUSED),
                count_if(
                    col("reason")
                        .equalTo(Refusal.FORGOTTEN)
                        .or(forgotten.content(col("video.content_id")))),
                count(col("unseen")),
                min(col("unseen")),
                count_if(col("reason").isInCollection(Refusal.NOT_OF_THE_FILE)))
            .first();
    Dataset<Row> listed =
        warehouse
            .read(VideoRow.TABLE)
            .select("video_id", "status", "duplicate_of")
            .join(
                examined
                    .where(col("video").isNotNull())
                    .select(col("key").as("video_id"), col(BEFORE)),
                "video_id");
    Column accepted = col("status").equalTo(VideoRow.ACCEPTED);
    Row counts =
        listed
            .agg(
                count_if(accepted),
                count_if(col("status").equalTo(VideoRow.DUPLICATE)),
                count_if(accepted.and(not(col(BEFORE)))))
            .first();
    IngestSummary summary =
        new IngestSummary(
            looked.getLong(0),
            counts.getLong(0),
            counts.getLong(1),
            looked.getLong(2),
            looked.getLong(1),
            counts.getLong(2),
            looked.getLong(3),
            new IngestSummary.Unseen(looked.getLong(4), looked.getString(5)),
            originals(listed),
            refusals(examined));
    if (summary.accepted() + summary.duplicates() == 0) {
      // Where no refusal tells of a file, there is nothing to correct in the manifest.
      boolean outage = looked.getLong(2) > 0 && looked.getLong(6) == looked.getLong(2);
      throw new StepStopped(
          outage ? ExitCode.AGAIN : ExitCode.INPUT, summary.nothingAccepted(conf.manifest()));
    }
    return summary.report(wrote);
  }

  /** Another name of bytes that were taken down is taken down too, so that none is opened again. */
  private static void forgetNames(StepContext context, Dataset<Row> again) {
    List<String> names = again.select("key").as(Encoders.STRING()).collectAsList();
    if (!names.isEmpty()) {
      Forgotten.of(names, List.of()).keepOutOf(context.warehouse(), context.clock().instant());
    }
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
            "of", when(second, QuarantineKey.withoutNumber(col("key"))).otherwise(col("key")))
        .join(examined.select(col("key").as("of")), new String[] {"of"}, "left_semi");
  }

  /**
   * Rows of quarantine about rows that had no id and have one. Of all parts at once: another row
   * with the same uri may have none still.
   */
  private Dataset<Row> named(Warehouse warehouse, Dataset<Row> examined) {
    Column key = col("key");
    return warehouse
        .read(QuarantineRow.TABLE)
        .where(col("step").equalTo(name()).and(col("reason").equalTo(Refusal.NULL_ID)))
        .select(
            col("step"),
            key,
            col("reason"),
            explode(array(key, QuarantineKey.withoutNumber(key))).as("unnamed"))
        .join(examined.select("unnamed"), new String[] {"unnamed"}, "left_semi")
        .join(examined.where(REFUSED).select("key"), new String[] {"key"}, "left_anti")
        .select("step", "key", "reason")
        .distinct();
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
