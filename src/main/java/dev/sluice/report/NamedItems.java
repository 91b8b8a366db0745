package dev.sluice.report;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the items of a clustering are called on the page, and where their files are. */
final class NamedItems {
  private NamedItems() {}

  /**
   * Members with the columns item_id, video_id, uri and curated, which is null for those that
   * nobody curated. An item that several videos own goes by the first of its names, so that the
   * page is the same every time; what is not curated, by the first video of its content.
   *
   * @param members of the clustering, whose content is an accepted video
   */
  static Dataset<Row> of(Warehouse warehouse, String clusteringId, Dataset<Row> members) {
    Dataset<Row> curated =
        warehouse
            .read(CuratedRow.TABLE)
            .where(col("clustering_id").equalTo(clusteringId))
            .join(files(warehouse), "video_id")
            .groupBy("content_id", "start_sec", "end_sec")
            .agg(
                min(struct(
                        "item_id",
                        "video_id",
                        "uri",
                        "label",
                        "label_source",
                        "confidence",
                        "verdict",
                        "split",
                        "reasons"))
                    .as("curated"));
    Dataset<Row> contents =
        videos(warehouse).groupBy("content_id").agg(min(struct("video_id", "uri")).as("named"));
    return members
        .join(curated, ItemVectors.key(), "left")
        .join(contents, "content_id")
        .withColumn("item_id", coalesce(col("curated.item_id"), col("named.video_id")))
        .withColumn("video_id", coalesce(col("curated.video_id"), col("named.video_id")))
        .withColumn("uri", coalesce(col("curated.uri"), col("named.uri")))
        .drop("named");
  }

  /** The accepted videos: video_id and uri. */
  static Dataset<Row> files(Warehouse warehouse) {
    return videos(warehouse).select("video_id", "uri");
  }

  private static Dataset<Row> videos(Warehouse warehouse) {
    return warehouse.read(VideoRow.TABLE).where(col("status").equalTo(VideoRow.ACCEPTED));
  }
}
