package dev.sluice.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** What the report step reads of classifications. */
final class ClassTables {
  private static final int VIDEOS = 12;
  private static final int CLIPS = 8;
  private static final int CLASSES = 40;

  private ClassTables() {}

  /** The sets of classes of a provider, each with the videos that match best. */
  static List<Findings.ClassSet> of(Warehouse warehouse, String provider) {
    Dataset<Row> all =
        warehouse.read(ClassificationRow.TABLE).where(col("provider").equalTo(provider));
    Map<String, List<Findings.ClassVideo>> best = best(warehouse, all);
    Map<String, List<Findings.ClassShow>> sets = new TreeMap<>();
    for (Row row :
        all.groupBy("class_set", "class_name")
            .agg(
                count(lit(1)),
                sum(when(col("assigned"), 1L).otherwise(0L)),
                first("threshold"),
                first("min_ratio"))
            .collectAsList()) {
      sets.computeIfAbsent(row.getString(0), name -> new ArrayList<>())
          .add(
              new Findings.ClassShow(
                  row.getString(1),
                  row.getLong(2),
                  row.getLong(3),
                  Rounding.measure(row.getDouble(4)),
                  Rounding.measure(row.getDouble(5)),
                  best.getOrDefault(key(row.getString(0), row.getString(1)), List.of())));
    }
    List<Findings.ClassSet> out = new ArrayList<>();
    sets.forEach(
        (name, classes) -> {
          classes.sort(
              Comparator.comparingLong((Findings.ClassShow c) -> -c.assigned())
                  .thenComparing(Findings.ClassShow::name));
          out.add(new Findings.ClassSet(name, classes.stream().limit(CLASSES).toList()));
        });
    return out;
  }

  private static Map<String, List<Findings.ClassVideo>> best(
      Warehouse warehouse, Dataset<Row> all) {
    Column place =
        row_number()
            .over(
                Window.partitionBy("class_set", "class_name")
                    .orderBy(
                        col("assigned").desc(),
                        col("score").desc(),
                        col("best_cosine").desc_nulls_last(),
                        col("video_id")));
    Dataset<Row> uris =
        warehouse
            .read(VideoRow.TABLE)
            .where(col("status").equalTo(VideoRow.ACCEPTED))
            .select("video_id", "uri");
    Map<String, List<Findings.ClassVideo>> best = new HashMap<>();
    for (Row row :
        all.withColumn("place", place)
            .where(col("place").leq(VIDEOS))
            .join(uris, "video_id")
            .sort("class_set", "class_name", "place")
            .collectAsList()) {
      ClassificationRow found = ClassificationRow.TABLE.fromRow(row);
      best.computeIfAbsent(key(found.classSet(), found.className()), k -> new ArrayList<>())
          .add(
              new Findings.ClassVideo(
                  found.videoId(),
                  row.getAs("uri"),
                  found.assigned(),
                  Rounding.measure(found.score()),
                  Rounding.measure(found.durationRatio()),
                  found.clips().size(),
                  clips(found)));
    }
    return best;
  }

  private static List<Findings.ClassClip> clips(ClassificationRow row) {
    return row.clips().stream()
        .sorted(Comparator.comparingDouble((ClassificationRow.Match m) -> -m.cosine()))
        .limit(CLIPS)
        .sorted(
            Comparator.comparingDouble(ClassificationRow.Match::startSec)
                .thenComparing(ClassificationRow.Match::option))
        .map(
            m ->
                new Findings.ClassClip(
                    m.startSec(), m.endSec(), m.prompt(), m.option(), Rounding.measure(m.cosine())))
        .toList();
  }

  private static String key(String set, String name) {
    return set + "\n" + name;
  }
}
