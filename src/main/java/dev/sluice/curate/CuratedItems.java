package dev.sluice.curate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.InnerSegments;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF3;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/** Members of a clustering under the names of their videos. */
final class CuratedItems {
  private final Warehouse warehouse;
  private final ClusteringRow clustering;
  private final Recordings recordings;
  private final Optional<InnerSegments> inner;

  CuratedItems(Warehouse warehouse, ClusteringRow clustering, Recordings recordings) {
    this(
        warehouse,
        clustering,
        recordings,
        clustering.unit().equals("video")
            ? Optional.empty()
            : Optional.of(inner(warehouse, clustering.lens())));
  }

  private CuratedItems(
      Warehouse warehouse,
      ClusteringRow clustering,
      Recordings recordings,
      Optional<InnerSegments> inner) {
    this.warehouse = warehouse;
    this.clustering = clustering;
    this.recordings = recordings;
    this.inner = inner;
  }

  private static InnerSegments inner(Warehouse warehouse, String lens) {
    return InnerSegments.of(
        warehouse,
        VideoSegments.embedded(warehouse, lens, "clip"),
        VideoSegments.accepted(warehouse));
  }

  /** The items of another clustering of the same videos, in the same lens and unit. */
  CuratedItems of(ClusteringRow other) {
    return new CuratedItems(warehouse, other, recordings, inner);
  }

  /** One row per item: item_id, the member's columns, and its video's. */
  Dataset<Row> rows() {
    Dataset<Row> members =
        Clusterings.members(warehouse, clustering.clusteringId())
            .withColumn("clearness", clearness());
    // Exact, so that it does not depend on the order of rows.
    Dataset<Row> usual =
        members
            .groupBy(col("cluster_id").as("usual_of"))
            .agg(percentile(col("clearness"), lit(0.5)).as("usual_clearness"));
    members = members.join(broadcast(usual), col("cluster_id").equalTo(col("usual_of")));
    Dataset<Row> joined = own(VideoSegments.owned(spans(members), videos()));
    Column itemId =
        clustering.unit().equals("video")
            ? col("video_id")
            : udf(new NameClip(), DataTypes.StringType)
                .apply(col("video_id"), col("start_sec"), col("end_sec"));
    return joined.withColumn("item_id", itemId);
  }

  private static Dataset<Row> spans(Dataset<Row> members) {
    return members.withColumn("from_sec", col("start_sec")).withColumn("to_sec", col("end_sec"));
  }

  // A part of a file that is a video too lies inside the file's own span, and is no item of it.
  private Dataset<Row> own(Dataset<Row> owned) {
    if (inner.isPresent()) {
      return inner.get().without(owned, "start_sec", "end_sec");
    }
    Column length = col("end_sec").minus(col("start_sec"));
    Column longest =
        row_number().over(Window.partitionBy("video_id").orderBy(length.desc(), col("start_sec")));
    Column whole = col("video_end").minus(col("video_start"));
    return owned
        .withColumn("longest", longest)
        .where(col("longest").equalTo(1).and(coalesce(length.multiply(2).geq(whole), lit(true))))
        .drop("longest");
  }

  /** How much nearer the own centroid is than the next, 0 to 1; 1 where there is no other. */
  private static Column clearness() {
    Column next = col("distance").plus(col("margin"));
    return when(next.gt(0), col("margin").divide(next)).otherwise(lit(1.0));
  }

  /** Accepted videos without an item in the dataset as it is stored. */
  long notClustered() {
    return videos()
        .join(
            warehouse.read(CuratedRow.TABLE).select("video_id"),
            new String[] {"video_id"},
            "left_anti")
        .count();
  }

  /** The clusters that the items of each key are in; keys are item or video ids. */
  Map<String, Set<Integer>> clustersOf(Set<String> keys) {
    List<Row> wanted = new ArrayList<>();
    keys.forEach(key -> wanted.add(RowFactory.create(key)));
    var schema =
        DataTypes.createStructType(
            List.of(DataTypes.createStructField("key", DataTypes.StringType, false)));
    Dataset<Row> named = warehouse.spark().createDataFrame(wanted, schema);
    Map<String, Set<Integer>> clusters = new HashMap<>();
    if (keys.isEmpty()) {
      return clusters;
    }
    Dataset<Row> found =
        rows()
            .select(
                explode(array_distinct(array(col("item_id"), col("video_id")))).as("key"),
                col("cluster_id"))
            .join(broadcast(named), "key")
            .distinct();
    for (Row row : found.collectAsList()) {
      clusters.computeIfAbsent(row.getString(0), key -> new TreeSet<>()).add(row.getInt(1));
    }
    return clusters;
  }

  private Dataset<Row> videos() {
    return recordings
        .rows()
        .where(col("status").equalTo(VideoRow.ACCEPTED))
        .select(
            col("video_id"),
            col("content_id").as("video_content"),
            col("source_id"),
            col(Recordings.RECORDING),
            col(Recordings.STATED),
            col("ground_truth"),
            coalesce(col("start_sec"), lit(0.0)).as("video_start"),
            coalesce(col("end_sec"), col("duration_sec")).as("video_end"),
            col("start_sec").isNotNull().or(col("end_sec").isNotNull()).as("part"));
  }

  private static final class NameClip implements UDF3<String, Double, Double, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public String call(String videoId, Double startSec, Double endSec) {
      return ItemId.ofClip(videoId, startSec, endSec);
    }
  }
}
