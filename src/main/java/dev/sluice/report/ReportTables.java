package dev.sluice.report;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.CallRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The queries of the report step. Every answer is small, whatever the size of the tables. */
final class ReportTables {
  private static final int EXAMPLES = 3;
  private final Warehouse warehouse;

  ReportTables(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  /** Videos by status. */
  Map<String, Long> videos() {
    Map<String, Long> out = new TreeMap<>();
    warehouse
        .read(VideoRow.TABLE)
        .groupBy("status")
        .agg(count("*"))
        .collectAsList()
        .forEach(r -> out.put(r.getString(0), r.getLong(1)));
    return out;
  }

  /** Seconds of the accepted videos; what several of them share of a file counts once. */
  double seconds() {
    Dataset<Row> accepted = VideoSegments.accepted(warehouse);
    Column seconds =
        VideoSegments.uncovered(
            col("video_start"), col("video_end"), Window.partitionBy("video_content"), "video_id");
    return accepted
        .select(coalesce(seconds, lit(0.0)).as("seconds"))
        .agg(coalesce(sum("seconds"), lit(0.0)))
        .first()
        .getDouble(0);
  }

  /** What was refused, by step and reason, most frequent first. */
  List<Findings.Refusal> refusals() {
    var byKey = Window.partitionBy("step", "reason").orderBy("key");
    List<Findings.Refusal> out = new ArrayList<>();
    warehouse
        .read(QuarantineRow.TABLE)
        .withColumn("place", row_number().over(byKey))
        .groupBy("step", "reason")
        .agg(
            count("*").as("n"),
            min(when(col("place").equalTo(1), col("detail"))).as("detail"),
            sort_array(collect_list(when(col("place").leq(EXAMPLES), col("key")))).as("keys"))
        .collectAsList()
        .forEach(
            r ->
                out.add(
                    new Findings.Refusal(
                        r.getString(0),
                        r.getString(1),
                        r.getLong(2),
                        r.getString(3),
                        r.getList(4))));
    out.sort(
        Comparator.comparingLong((Findings.Refusal r) -> -r.count())
            .thenComparing(Findings.Refusal::step)
            .thenComparing(Findings.Refusal::reason));
    return out;
  }

  /** What was called, by operation, model and outcome. */
  List<Findings.Charge> charges() {
    List<Findings.Charge> out = new ArrayList<>();
    warehouse
        .read(CallRow.TABLE)
        .groupBy("provider", "operation", "model", "outcome", "unit", "currency")
        .agg(
            count("*"),
            sum("units"),
            sum(when(col("billed").notEqual("no"), col("price")).otherwise(0.0)),
            sum(when(col("billed").equalTo("unknown"), 1L).otherwise(0L)))
        .sort("provider", "operation", "model", "outcome", "unit", "currency")
        .collectAsList()
        .forEach(
            r ->
                out.add(
                    new Findings.Charge(
                        r.getString(0),
                        r.getString(1),
                        r.getString(2),
                        r.getString(3),
                        r.getLong(6),
                        Rounding.amount(r.getDouble(7)),
                        r.getString(4),
                        Rounding.amount(r.getDouble(8)),
                        r.getString(5),
                        r.getLong(9))));
    return out;
  }

  /**
   * Curated items and seconds by cluster, label, source, verdict and split. Time that several
   * labelled items share counts once, and so does that of the others.
   */
  List<CuratedGroup> curated(String clusteringId) {
    List<CuratedGroup> out = new ArrayList<>();
    warehouse
        .read(CuratedRow.TABLE)
        .where(col("clustering_id").equalTo(clusteringId))
        .withColumn("labelled", col("label").isNotNull().and(col("verdict").notEqual("excluded")))
        .withColumn(
            "seconds",
            VideoSegments.uncovered(
                col("start_sec"),
                col("end_sec"),
                Window.partitionBy("content_id", "labelled"),
                "item_id"))
        .groupBy("cluster_id", "label", "label_source", "verdict", "split")
        .agg(count("*"), sum("seconds"))
        .collectAsList()
        .forEach(
            r ->
                out.add(
                    new CuratedGroup(
                        r.getInt(0),
                        r.getString(1),
                        r.getString(2),
                        r.getString(3),
                        r.getString(4),
                        r.getLong(5),
                        r.getDouble(6))));
    return out;
  }

  /** Size and shape of every cluster, by id. */
  List<ClusterShape> shapes(String clusteringId) {
    List<ClusterShape> out = new ArrayList<>();
    members(clusteringId)
        .groupBy("cluster_id")
        .agg(
            count("*"), avg("distance"), avg("margin"), sum(when(col("outlier"), 1L).otherwise(0L)))
        .sort("cluster_id")
        .collectAsList()
        .forEach(
            r ->
                out.add(
                    new ClusterShape(
                        r.getInt(0),
                        r.getLong(1),
                        Rounding.measure(r.getDouble(2)),
                        Rounding.measure(r.getDouble(3)),
                        r.getLong(4))));
    return out;
  }

  /** The items nearest to each centroid of those that are there, with their files, by cluster. */
  Map<Integer, List<Findings.Member>> nearest(String clusteringId, int perCluster) {
    Dataset<Row> top =
        members(clusteringId)
            .withColumn(
                "place",
                row_number()
                    .over(
                        Window.partitionBy("cluster_id")
                            .orderBy("rank", "content_id", "start_sec", "end_sec")))
            .where(col("place").leq(perCluster));
    Map<Integer, List<Findings.Member>> out = new TreeMap<>();
    for (Row r :
        NamedItems.of(warehouse, clusteringId, top).sort("cluster_id", "place").collectAsList()) {
      Findings.Member member =
          new Findings.Member(
              r.getAs("content_id"),
              r.getAs("video_id"),
              r.getAs("uri"),
              r.getAs("start_sec"),
              r.getAs("end_sec"),
              r.getAs("place"),
              r.getAs("item_id"));
      out.computeIfAbsent(r.getAs("cluster_id"), c -> new ArrayList<>()).add(member);
    }
    return out;
  }

  /** Releases, newest first. */
  List<Findings.Release> releases() {
    return warehouse.rows(ReleaseRow.TABLE).stream()
        .sorted(
            Comparator.comparing(ReleaseRow::createdAt).thenComparing(ReleaseRow::name).reversed())
        .map(
            r ->
                new Findings.Release(
                    r.withdrawn() ? r.name() + " (withdrawn)" : r.name(),
                    r.formats(),
                    r.items(),
                    r.classMap().size(),
                    r.leftOut(),
                    r.createdAt().toString().replace('T', ' ').replaceAll("(\\.\\d+)?Z$", " UTC"),
                    r.uri()))
        .toList();
  }

  private Dataset<Row> members(String clusteringId) {
    return Clusterings.members(warehouse, clusteringId);
  }

  /** Curated items that agree in everything the page counts. */
  record CuratedGroup(
      int cluster,
      String label,
      String source,
      String verdict,
      String split,
      long items,
      double seconds) {
    boolean isLabelled() {
      return label != null && !verdict.equals("excluded");
    }
  }

  /** Size and shape of a cluster. */
  record ClusterShape(int id, long size, double meanDistance, double meanMargin, long outliers) {}
}
