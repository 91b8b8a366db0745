package dev.sluice.curate;

import dev.sluice.tables.CuratedRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs on executors: a member of a cluster with its video as a row of the dataset. */
final class ToCurated implements MapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Whether the manifest states the item's split. */
  static final String IS_STATED = "is_stated";

  /** Columns of the answer: those of the table, the recording, and whether its split is stated. */
  static final StructType SCHEMA =
      CuratedRow.TABLE
          .schema()
          .add(Recordings.RECORDING, DataTypes.StringType, false)
          .add(IS_STATED, DataTypes.BooleanType, false);

  private final String clusteringId;
  private final String lens;
  private final HashMap<Integer, Named> names;
  private final HashMap<String, Ruling> onItems;
  private final HashMap<Integer, Ruling> onClusters;
  private final SplitRule split;
  private final double minConfidence;

  ToCurated(
      String clusteringId,
      String lens,
      Map<Integer, Named> names,
      Map<String, Ruling> onItems,
      Map<Integer, Ruling> onClusters,
      SplitRule split,
      double minConfidence) {
    this.clusteringId = clusteringId;
    this.lens = lens;
    this.names = new HashMap<>(names);
    this.onItems = new HashMap<>(onItems);
    this.onClusters = new HashMap<>(onClusters);
    this.split = split;
    this.minConfidence = minConfidence;
  }

  @Override
  public Row call(Row row) {
    String itemId = row.getAs("item_id");
    String videoId = row.getAs("video_id");
    int cluster = row.<Integer>getAs("cluster_id");
    Named model = names.get(cluster);
    double startSec = row.<Double>getAs("start_sec");
    double endSec = row.<Double>getAs("end_sec");
    String contentId = row.getAs("content_id");
    Named.Said said =
        model == null
            ? Named.Said.NOTHING
            : model.about(
                Named.key(contentId, startSec, endSec),
                row.<Double>getAs("clearness"),
                row.<Double>getAs("usual_clearness"));
    Ruling onVideo = onItems.get(videoId);
    Verdict verdict =
        Verdict.of(
            onItems.getOrDefault(itemId, onVideo),
            onClusters.get(cluster),
            said,
            row.<Boolean>getAs("outlier"),
            minConfidence);
    String recording = row.getAs(Recordings.RECORDING);
    List<String> stated = row.getList(row.fieldIndex(Recordings.STATED));
    if (stated.size() > 1) {
      verdict = verdict.waiting(StatedSplit.CONTRADICTS);
    }
    boolean byModel = verdict.source().equals("model");
    Row curated =
        CuratedRow.TABLE.toRow(
            new CuratedRow(
                itemId,
                videoId,
                startSec,
                endSec,
                contentId,
                row.getAs("source_id"),
                verdict.label(),
                verdict.source(),
                verdict.confidence(),
                verdict.verdict(),
                verdict.reasons(),
                stated.isEmpty() ? split.of(recording) : StatedSplit.of(stated),
                row.getAs("ground_truth"),
                lens,
                clusteringId,
                cluster,
                row.<Double>getAs("distance"),
                row.<Double>getAs("margin"),
                byModel ? model.taxonomyVersion() : null,
                byModel ? model.promptHash() : null,
                byModel ? model.model() : null));
    Object[] values = new Object[curated.length() + 2];
    for (int i = 0; i < curated.length(); i++) {
      values[i] = curated.get(i);
    }
    values[curated.length()] = recording;
    values[curated.length() + 1] = !stated.isEmpty();
    return RowFactory.create(values);
  }
}
