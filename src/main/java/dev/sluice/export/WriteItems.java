package dev.sluice.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Writes shards item by item, in all formats at once that are made of items. */
final class WriteItems extends WriteShards<ReleaseItem> {
  private static final long serialVersionUID = 1L;
  private final HashMap<String, Integer> classMap;
  private final ArrayList<ExportFormat> formats;

  WriteItems(
      SerializableConfiguration conf, String folder, ReleasePlan plan, List<ExportFormat> formats) {
    super(conf, folder, plan.shards());
    this.classMap = new HashMap<>(plan.classMap());
    this.formats = new ArrayList<>(formats);
  }

  @Override
  List<ShardWriter<ReleaseItem>> open(ShardTarget target, PlannedShard shard) throws IOException {
    List<ShardWriter<ReleaseItem>> writers = new ArrayList<>();
    for (ExportFormat format : formats) {
      if (format.layout() instanceof Layout.ByItem layout) {
        writers.add(layout.open(target, shard));
      }
    }
    return writers;
  }

  @Override
  ReleaseItem read(Rows rows) {
    float[] vector = rows.peekVector();
    Row row = rows.next();
    String label = row.getAs("label");
    return new ReleaseItem(
        row.getAs("item_id"),
        row.getAs("content_id"),
        row.getAs("split"),
        label,
        classMap.get(label),
        row.<Double>getAs("start_sec"),
        row.<Double>getAs("end_sec"),
        vector);
  }
}
