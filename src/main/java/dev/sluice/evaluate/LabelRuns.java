package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The labels of a clustering that count, held against those of every earlier question. */
final class LabelRuns {
  private static final int SHORT = 8;
  private static final String[] MEMBER = {"cluster_id", "content_id", "start_sec", "end_sec"};
  private static final StructType ASKED =
      new StructType()
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("content_id", DataTypes.StringType, false)
          .add("start_sec", DataTypes.DoubleType, false)
          .add("end_sec", DataTypes.DoubleType, false);

  private final Warehouse warehouse;
  private final ClusteringRow clustering;
  private final Names names;

  LabelRuns(Warehouse warehouse, ClusteringRow clustering, Names names) {
    this.warehouse = warehouse;
    this.clustering = clustering;
    this.names = names;
  }

  /**
   * Adds one comparison per other taxonomy, prompt or model, item by item: an item that was asked
   * about itself counts with its own answer, the others with their cluster's label. What the other
   * one abstained on is left out.
   */
  void heldAgainstEarlier(Sheet sheet) {
    Map<Integer, ClusterLabelRow> counting = new HashMap<>();
    for (ClusterLabelRow row : Clusterings.labels(warehouse, clustering.clusteringId())) {
      counting.put(row.clusterId(), row);
    }
    Optional<String> own = counting.values().stream().findFirst().map(LabelRuns::question);
    Map<String, Confusion> others = new TreeMap<>();
    List<ClusterLabelRow> all =
        warehouse.rows(
            ClusterLabelRow.TABLE, col("clustering_id").equalTo(clustering.clusteringId()));
    Map<Integer, Long> sizes = Clusterings.sizes(warehouse, clustering.clusteringId());
    Map<Integer, Set<OwnAnswers.Item>> asked = asked(all);
    for (ClusterLabelRow other : all) {
      ClusterLabelRow mine = counting.get(other.clusterId());
      if (mine != null && !own.equals(Optional.of(question(other)))) {
        compare(
            others.computeIfAbsent(question(other), question -> new Confusion()),
            other,
            mine,
            asked.getOrDefault(other.clusterId(), Set.of()),
            sizes.getOrDefault(other.clusterId(), 0L));
      }
    }
    others.forEach(
        (question, confusion) -> sheet.classes(new Sheet.Of("model", question), confusion));
  }

  // The items that were asked about themselves and are in their cluster still, by cluster: answers
  // that it kept may be about items that left it.
  private Map<Integer, Set<OwnAnswers.Item>> asked(List<ClusterLabelRow> all) {
    List<Row> rows = new ArrayList<>();
    for (ClusterLabelRow label : all) {
      for (OwnAnswers.Item item : OwnAnswers.of(label).keySet()) {
        rows.add(
            RowFactory.create(label.clusterId(), item.contentId(), item.startSec(), item.endSec()));
      }
    }
    Map<Integer, Set<OwnAnswers.Item>> asked = new HashMap<>();
    for (Row row :
        Clusterings.members(warehouse, clustering.clusteringId())
            .join(broadcast(warehouse.spark().createDataFrame(rows, ASKED)), MEMBER)
            .select("cluster_id", "content_id", "start_sec", "end_sec")
            .distinct()
            .collectAsList()) {
      asked
          .computeIfAbsent(row.getInt(0), cluster -> new HashSet<>())
          .add(new OwnAnswers.Item(row.getString(1), row.getDouble(2), row.getDouble(3)));
    }
    return asked;
  }

  private void compare(
      Confusion confusion,
      ClusterLabelRow other,
      ClusterLabelRow mine,
      Set<OwnAnswers.Item> askedHere,
      long size) {
    Map<OwnAnswers.Item, String> others = OwnAnswers.of(other);
    Map<OwnAnswers.Item, String> own = OwnAnswers.of(mine);
    Set<OwnAnswers.Item> asked = new HashSet<>(others.keySet());
    asked.addAll(own.keySet());
    asked.retainAll(askedHere);
    for (OwnAnswers.Item item : asked) {
      add(
          confusion,
          others.getOrDefault(item, other.label()),
          own.getOrDefault(item, mine.label()),
          1);
    }
    add(confusion, other.label(), mine.label(), size - asked.size());
  }

  private void add(Confusion confusion, String other, String mine, long items) {
    if (other != null && items > 0) {
      confusion.add(names.of(other), Optional.ofNullable(mine).map(names::of), items);
    }
  }

  // What a person can tell label runs apart by.
  private static String question(ClusterLabelRow row) {
    String prompt = row.promptHash();
    return "%s by %s, prompt %s"
        .formatted(
            row.taxonomyVersion(),
            row.model(),
            prompt.length() > SHORT ? prompt.substring(0, SHORT) : prompt);
  }
}
