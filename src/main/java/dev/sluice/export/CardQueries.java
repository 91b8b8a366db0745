package dev.sluice.export;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads the facts of a dataset card. Works are counted that the pinned tables name. */
final class CardQueries {
  private final Warehouse warehouse;
  private final Recipe recipe;
  private final Dataset<Row> included;

  CardQueries(Warehouse warehouse, Recipe recipe, Dataset<Row> included) {
    this.warehouse = warehouse;
    this.recipe = recipe;
    this.included = included;
  }

  CardFacts facts(String licence) {
    Row leaks =
        included
            .select(
                explode(map(lit("r"), col("source_id"), lit("c"), col("content_id")))
                    .as(new String[] {"kind", "of"}),
                col("split"))
            .groupBy("kind", "of")
            .agg(count_distinct(col("split")).as("splits"))
            .agg(
                count(when(col("kind").equalTo("r"), 1)),
                count(when(col("kind").equalTo("r").and(col("splits").gt(1)), 1)),
                count(when(col("kind").equalTo("c").and(col("splits").gt(1)), 1)))
            .first();
    Dataset<Row> votes =
        ExportItems.pinned(warehouse, ClusterLabelRow.TABLE, recipe.versions())
            .join(included.select("clustering_id").distinct(), "clustering_id");
    Row clusters =
        votes
            .join(
                included.select("taxonomy_version", "prompt_hash", "model").distinct(),
                new String[] {"taxonomy_version", "prompt_hash", "model"},
                "left_semi")
            .groupBy("clustering_id", "cluster_id")
            .agg(min("abstained").as("abstained"))
            .agg(
                count(when(col("abstained").equalTo(false), 1)),
                count(when(col("abstained").equalTo(true), 1)))
            .first();
    return new CardFacts(
        labels(),
        leaks.getLong(0),
        leaks.getLong(1),
        leaks.getLong(2),
        clusters.getLong(0),
        clusters.getLong(1),
        spend(votes),
        stated(),
        licence);
  }

  private Map<String, Long> stated() {
    Dataset<Row> videos =
        ExportItems.pinned(warehouse, VideoRow.TABLE, recipe.versions())
            .select(
                col("video_id"),
                coalesce(col("attributes").getItem("licence"), col("attributes").getItem("license"))
                    .as("said"));
    Map<String, Long> stated = new TreeMap<>();
    for (Row r :
        included
            .select("video_id")
            .join(videos, new String[] {"video_id"}, "left")
            .groupBy(coalesce(col("said"), lit("")))
            .count()
            .collectAsList()) {
      stated.put(r.getString(0), r.getLong(1));
    }
    return stated;
  }

  private List<CardFacts.Labelling> labels() {
    List<CardFacts.Labelling> labels = new ArrayList<>();
    for (Row r :
        included
            .groupBy("label_source", "model", "taxonomy_version", "prompt_hash")
            .agg(
                count(lit(1)).as("items"),
                sum(col("end_sec").minus(col("start_sec"))),
                count(col("ground_truth")),
                min("confidence"),
                avg("confidence"))
            .sort(
                col("items").desc(),
                col("label_source"),
                col("model"),
                col("taxonomy_version"),
                col("prompt_hash"))
            .collectAsList()) {
      labels.add(
          new CardFacts.Labelling(
              r.getString(0),
              r.getString(1),
              r.getString(2),
              r.getString(3),
              r.getLong(4),
              r.getDouble(5),
              r.getLong(6),
              r.getDouble(7),
              r.getDouble(8)));
    }
    return labels;
  }

  private List<CardFacts.Spend> spend(Dataset<Row> votes) {
    Dataset<Row> cited =
        included
            .select("work_key")
            .union(votes.select(explode(col("evidence")).as("e")).select("e.work_key"))
            .distinct();
    List<CardFacts.Spend> spend = new ArrayList<>();
    for (Row r :
        warehouse
            .read(CallRow.TABLE)
            .where(col("billed").notEqual("no"))
            .join(cited, "work_key")
            .withColumn("by", coalesce(col("served_by"), col("model")))
            .groupBy("operation", "by", "currency")
            .agg(
                count_distinct(col("work_key")),
                round(sum("units"), 3),
                first("unit"),
                round(sum("price"), 4))
            .sort("operation", "by", "currency")
            .collectAsList()) {
      spend.add(
          new CardFacts.Spend(
              r.getString(0),
              r.getString(1),
              r.getLong(3),
              r.getDouble(4),
              r.getString(5),
              r.getDouble(6),
              r.getString(2)));
    }
    return spend;
  }
}
