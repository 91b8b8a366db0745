package dev.sluice.tables;

import static org.apache.spark.sql.functions.bool_and;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Segments that lie inside a video and are none of its own, because another work is its answer: a
 * smaller part of its file was embedded for itself, the file around it was, or it was embedded
 * again with other cuts. They would count that time twice. A segment that the video's answer has as
 * well is not among them. Whether there are any, which is rare, is looked up once.
 */
public final class InnerSegments {
  private static final String[] VIDEO = {"video_content", "part", "video_start", "video_end"};
  private static final StructType OTHERS =
      new StructType()
          .add("i_content", DataTypes.StringType, false)
          .add("i_part", DataTypes.BooleanType, false)
          .add("i_start", DataTypes.DoubleType, true)
          .add("i_end", DataTypes.DoubleType, true)
          .add("i_work", DataTypes.StringType, false);

  private final Optional<Dataset<Row>> inner;

  private InnerSegments(Optional<Dataset<Row>> inner) {
    this.inner = inner;
  }

  /**
   * Looks whether there are any, in one job over the segments without their vectors.
   *
   * @param segments of one lens and scope: columns content_id, from_sec, to_sec and work_key
   * @param videos columns of {@link VideoSegments#accepted}, some of the names left out
   */
  public static InnerSegments of(Warehouse warehouse, Dataset<Row> segments, Dataset<Row> videos) {
    Dataset<Row> owned =
        VideoSegments.owned(
            segments.select("content_id", "from_sec", "to_sec", "work_key"),
            videos.select(video()).distinct());
    // Hardly ever: most videos have one answer.
    boolean none =
        owned
            .groupBy(video())
            .agg(min("work_key").notEqual(max("work_key")).as("several"))
            .where(col("several"))
            .isEmpty();
    return new InnerSegments(
        none ? Optional.empty() : Optional.of(found(owned, others(warehouse, segments, owned))));
  }

  /**
   * Spans of videos that are none of these.
   *
   * @param spans with the columns of {@link VideoSegments#accepted}
   * @param from column of their start, seconds of the file
   * @param to column of their end
   */
  public Dataset<Row> without(Dataset<Row> spans, String from, String to) {
    return inner
        .map(
            found ->
                spans.join(
                    found,
                    sameVideo()
                        .and(col(from).equalTo(col("i_from")))
                        .and(col(to).equalTo(col("i_to"))),
                    "left_anti"))
        .orElse(spans);
  }

  private static Dataset<Row> found(Dataset<Row> owned, Dataset<Row> others) {
    return owned
        .join(others, sameVideo().and(col("work_key").equalTo(col("i_work"))), "left")
        .groupBy(
            col("video_content").as("i_content"),
            col("part").as("i_part"),
            col("video_start").as("i_start"),
            col("video_end").as("i_end"),
            col("from_sec").as("i_from"),
            col("to_sec").as("i_to"))
        .agg(bool_and(col("i_work").isNotNull()).as("inner"))
        .where(col("inner"))
        .drop("inner");
  }

  // By video the works that are not its answer.
  private static Dataset<Row> others(
      Warehouse warehouse, Dataset<Row> segments, Dataset<Row> owned) {
    Dataset<Row> whole =
        segments
            .groupBy("work_key")
            .agg(min("from_sec").as("whole_first"), max("to_sec").as("whole_last"));
    Dataset<Row> answered =
        warehouse
            .read(CallRow.TABLE)
            .where(col("outcome").equalTo("done"))
            .groupBy("work_key")
            .agg(max("completed_at").as("answered"));
    return owned
        .groupBy("work_key", VIDEO)
        .agg(min("from_sec").as("first"), max("to_sec").as("last"))
        .join(whole, "work_key")
        .join(answered, new String[] {"work_key"}, "left")
        .groupBy(video())
        .agg(
            collect_list(
                    struct("work_key", "first", "last", "whole_first", "whole_last", "answered"))
                .as("works"))
        .flatMap(new Others(), Encoders.row(OTHERS));
  }

  private static Column[] video() {
    return Stream.of(VIDEO).map(functions::col).toArray(Column[]::new);
  }

  private static Column sameVideo() {
    return col("video_content")
        .equalTo(col("i_content"))
        .and(col("part").equalTo(col("i_part")))
        .and(col("video_start").eqNullSafe(col("i_start")))
        .and(col("video_end").eqNullSafe(col("i_end")));
  }

  private static final class Others implements FlatMapFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Row> call(Row video) {
      List<WorkSpan> works = new ArrayList<>();
      for (Row work : video.<Row>getList(VIDEO.length)) {
        double first = work.getDouble(1);
        double last = work.getDouble(2);
        works.add(
            new WorkSpan(
                work.getString(0),
                first,
                last,
                work.getDouble(4) - work.getDouble(3),
                work.isNullAt(5) ? 0 : work.getTimestamp(5).getTime()));
      }
      List<Row> others = new ArrayList<>();
      for (String work : WorkSpan.others(works)) {
        others.add(RowFactory.create(video.get(0), video.get(1), video.get(2), video.get(3), work));
      }
      return others.iterator();
    }
  }
}
