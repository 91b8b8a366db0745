package dev.sluice.export;

import dev.sluice.export.ReleaseVideo.Footage;
import dev.sluice.export.ReleaseVideo.Segment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Writes shards video by video, in one format that is made of videos; their rows lie together. */
final class WriteVideos extends WriteShards<ReleaseVideo> {
  private static final long serialVersionUID = 1L;
  private final HashMap<String, Integer> classMap;
  private final ExportFormat format;

  WriteVideos(
      SerializableConfiguration conf,
      String folder,
      ReleasePlan plan,
      List<PlannedShard> shards,
      ExportFormat format) {
    super(conf, folder, shards);
    this.classMap = new HashMap<>(plan.classMap());
    this.format = format;
  }

  @Override
  List<ShardWriter<ReleaseVideo>> open(ShardTarget target, PlannedShard shard) throws IOException {
    List<String> classes =
        classMap.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .toList();
    return format.layout() instanceof Layout.ByVideo layout
        ? List.of(layout.open(target, shard, classes))
        : List.of();
  }

  @Override
  ReleaseVideo read(Rows rows) {
    Row first = rows.peek();
    String videoId = first.getAs("video_id");
    String split = first.getAs("split");
    List<Segment> segments = new ArrayList<>();
    while (rows.hasNext()
        && rows.peek().getAs("video_id").equals(videoId)
        && rows.peek().getAs("split").equals(split)) {
      float[] vector = rows.peekVector();
      segments.add(segment(rows.next(), vector));
    }
    return new ReleaseVideo(
        videoId,
        first.getAs("content_id"),
        first.getAs("source_id"),
        split,
        new Footage(
            first.getAs("uri"),
            first.getAs("duration_sec"),
            first.getAs("fps"),
            first.getAs("width"),
            first.getAs("height"),
            first.getAs("size_bytes")),
        segments);
  }

  private Segment segment(Row row, float[] vector) {
    String label = row.getAs("label");
    return new Segment(
        row.getAs("item_id"),
        row.<Double>getAs("start_sec"),
        row.<Double>getAs("end_sec"),
        label,
        classMap.get(label),
        row.<Double>getAs("confidence"),
        row.getAs("label_source"),
        row.getAs("verdict"),
        row.<Integer>getAs("cluster_id"),
        vector,
        row.isNullAt(row.fieldIndex("on_map"))
            ? null
            : List.copyOf(row.getList(row.fieldIndex("on_map"))));
  }
}
