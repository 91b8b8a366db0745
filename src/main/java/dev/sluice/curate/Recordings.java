package dev.sluice.curate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * What a split never separates: videos that name the same recording, videos of the same content,
 * and whatever hangs together through these. A second name of a content, which is no item itself,
 * links its recording to that of the first.
 *
 * <p>Example: a is of recording R, b of recording S, and b2, a second name of b's content, of R.
 * Then a and b are one recording.
 */
final class Recordings implements AutoCloseable {
  /** What a recording is called: {@code source S}, or {@code content C} where nobody named it. */
  static final String RECORDING = "recording";

  /**
   * The splits that the manifest states for its videos, sorted, each once; none where it states
   * train for every video that there is.
   */
  static final String STATED = "stated_splits";

  // The digits sort: a set of joined recordings is called by its least name, which is a source that
  // the manifest gave where there is one.
  private static final String GIVEN = "1 source ";
  private static final String CONTENT = "2 content ";

  private static final int SHOWN = 5;

  private static final StructType NAMES =
      new StructType()
          .add("linked", DataTypes.StringType, false)
          .add("linked_recording", DataTypes.StringType, false);

  private final Dataset<Row> stated;
  private final Map<List<String>, Long> videos = new HashMap<>();

  private Recordings(Dataset<Row> stated) {
    this.stated = stated.persist(StorageLevel.MEMORY_AND_DISK());
    for (Row row : this.stated.groupBy(STATED).agg(count(lit(1))).collectAsList()) {
      videos.put(row.getList(0), row.getLong(1));
    }
  }

  /** Reads {@code videos}, and keeps what is told here until it is closed. */
  static Recordings of(Warehouse warehouse) {
    Column given = col("source_id").notEqual(col("video_id"));
    Dataset<Row> all =
        warehouse
            .read(VideoRow.TABLE)
            .select(
                "video_id",
                "status",
                "content_id",
                "source_id",
                "split",
                "ground_truth",
                "start_sec",
                "end_sec",
                "duration_sec")
            .withColumn("given", max(given).over(Window.partitionBy("source_id")));
    Column telling =
        col("given").or(col("status").equalTo(VideoRow.ACCEPTED)).or(col("split").isNotNull());
    Column same =
        min(when(telling, col("content_id")))
            .over(Window.partitionBy(substring_index(col("content_id"), ":", -1)));
    Dataset<Row> videos =
        all.where(col("status").notEqual(VideoRow.REJECTED).and(col("content_id").isNotNull()))
            .withColumn("telling", telling)
            .withColumn("same", concat(lit(CONTENT), coalesce(same, col("content_id"))))
            .withColumn(
                "name",
                when(col("given"), concat(lit(GIVEN), col("source_id"))).otherwise(col("same")));
    Dataset<Row> names =
        warehouse.spark().createDataFrame(names(linked(videos), cutAgain(all)), NAMES);
    return new Recordings(
        videos
            .join(broadcast(names), col("name").equalTo(col("linked")), "left")
            .withColumn(
                RECORDING,
                coalesce(col("linked_recording"), substring(col("name"), 3, Integer.MAX_VALUE)))
            .withColumn(
                STATED, sort_array(collect_set(named()).over(Window.partitionBy(RECORDING))))
            .drop("given", "telling", "same", "name", "linked", "linked_recording"));
  }

  /** The videos that are not rejected, with the columns above. */
  Dataset<Row> rows() {
    return isAllTrain() ? stated.withColumn(STATED, array().cast("array<string>")) : stated;
  }

  // A manifest of nothing but train says where its videos come from, not how to part them.
  private boolean isAllTrain() {
    return videos.keySet().equals(Set.of(List.of("train")));
  }

  /** A sentence for each statement of the manifest about splits that is not followed, or hardly. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (isAllTrain()) {
      notes.add(
          "the manifest states train for every video: parted by the shares, as if it stated nothing");
    } else if (videos.keySet().equals(Set.of(List.of("train"), List.of()))) {
      notes.add(
          "the manifest states train for %d videos, which keep it, and no split for %d, which the shares part"
              .formatted(videos.get(List.of("train")), videos.get(List.of())));
    }
    Dataset<Row> parted = stated.where(size(col(STATED)).gt(1));
    parted
        .groupBy(RECORDING)
        .agg(first(STATED).as(STATED), min("video_id").as("example"), count(lit(1)).as("videos"))
        .orderBy(RECORDING)
        .limit(SHOWN)
        .collectAsList()
        .forEach(
            row ->
                notes.add(
                    "the manifest puts one recording into the splits %s: %s, %d videos such as %s; its items are in %s and wait for review: state one split"
                        .formatted(
                            row.getList(1),
                            row.getString(0),
                            row.getLong(3),
                            row.getString(2),
                            StatedSplit.of(row.getList(1)))));
    long all = notes.isEmpty() ? 0 : parted.select(RECORDING).distinct().count();
    if (all > SHOWN) {
      notes.add("%d more recordings are stated to be in several splits".formatted(all - SHOWN));
    }
    List<String> unknown =
        stated
            .where(col("split").isNotNull().and(named().isNull()))
            .select("split")
            .distinct()
            .orderBy("split")
            .limit(SHOWN)
            .as(Encoders.STRING())
            .collectAsList();
    if (!unknown.isEmpty()) {
      notes.add(
          "the manifest's splits %s are none of train, validation and test: not followed"
              .formatted(unknown));
    }
    return notes;
  }

  @Override
  public void close() {
    stated.unpersist();
  }

  private static Column named() {
    UDF1<String, String> named = StatedSplit::named;
    return udf(named, DataTypes.StringType).apply(col("split"));
  }

  // Contents that are in several recordings. A second name that says nothing more links nothing.
  private static List<Row> linked(Dataset<Row> videos) {
    var same = Window.partitionBy("same");
    return videos
        .where(col("telling"))
        .withColumn("several", min("name").over(same).notEqual(max("name").over(same)))
        .where(col("several"))
        .select("name", "same")
        .distinct()
        .collectAsList();
  }

  // Videos that others were cut from and that were cut from one themselves.
  private static List<Row> cutAgain(Dataset<Row> all) {
    return all.where(col("source_id").notEqual(col("video_id")))
        .join(
            all.where(col("given")).select(col("source_id").as("of")).distinct(),
            col("video_id").equalTo(col("of")),
            "left_semi")
        .select(concat(lit(GIVEN), col("source_id")), concat(lit(GIVEN), col("video_id")))
        .distinct()
        .collectAsList();
  }

  private static List<Row> names(List<Row> linked, List<Row> cutAgain) {
    Together together = new Together();
    linked.forEach(row -> together.join(row.getString(0), row.getString(1)));
    cutAgain.forEach(row -> together.join(row.getString(0), row.getString(1)));
    List<Row> names = new ArrayList<>();
    for (String name : together.names()) {
      names.add(RowFactory.create(name, together.of(name).substring(2)));
    }
    return names;
  }
}
