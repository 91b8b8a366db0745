package dev.sluice.export;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Writes the shards of one Spark partition, whose rows come sorted by shard and id, holding one
 * item in memory. A repeated task writes the same bytes over the same files.
 */
final class WriteShards implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Columns of the answer: one row per file. */
  static final StructType FILES =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("split", DataTypes.StringType)
          .add("format", DataTypes.StringType)
          .add("items", DataTypes.LongType)
          .add("bytes", DataTypes.LongType)
          .add("sha256", DataTypes.StringType);

  private final SerializableConfiguration conf;
  private final String location;
  private final String releaseId;
  private final ArrayList<PlannedShard> shards;
  private final HashMap<String, Integer> classMap;
  private final ArrayList<ExportFormat> formats;

  WriteShards(
      SerializableConfiguration conf,
      String location,
      ReleasePlan plan,
      List<ExportFormat> formats) {
    this.conf = conf;
    this.location = location;
    this.releaseId = plan.releaseId();
    this.shards = new ArrayList<>(plan.shards());
    this.classMap = new HashMap<>(plan.classMap());
    this.formats = new ArrayList<>(formats);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    List<Row> files = new ArrayList<>();
    ReleaseStore store = ReleaseStore.at(conf.value(), location, releaseId);
    List<ShardWriter> open = new ArrayList<>();
    int current = -1;
    try {
      while (rows.hasNext()) {
        Row row = rows.next();
        int ordinal = row.getInt(row.fieldIndex("shard"));
        if (ordinal != current) {
          finish(open, files);
          for (ExportFormat format : formats) {
            open.add(format.open(store, shards.get(ordinal)));
          }
          current = ordinal;
        }
        ReleaseItem item = item(row, classMap);
        for (ShardWriter writer : open) {
          writer.write(item);
        }
      }
      finish(open, files);
    } finally {
      for (ShardWriter writer : open) {
        writer.close();
      }
    }
    return files.iterator();
  }

  /** A row of {@link #FILES} as a record. */
  static ShardFile file(Row row) {
    return new ShardFile(
        row.getString(0),
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getString(5));
  }

  private static void finish(List<ShardWriter> open, List<Row> files) throws IOException {
    for (ShardWriter writer : open) {
      for (ShardFile f : writer.finish()) {
        files.add(
            RowFactory.create(f.path(), f.split(), f.format(), f.items(), f.bytes(), f.sha256()));
      }
    }
    open.clear();
  }

  private static ReleaseItem item(Row row, Map<String, Integer> classMap) {
    List<Float> numbers = row.getList(row.fieldIndex("vector"));
    float[] vector = new float[numbers.size()];
    int i = 0;
    for (Float number : numbers) {
      vector[i++] = number;
    }
    String label = row.getAs("label");
    return new ReleaseItem(
        row.getAs("item_id"),
        row.getAs("content_id"),
        row.getAs("split"),
        label,
        classMap.get(label),
        row.getDouble(row.fieldIndex("start_sec")),
        row.getDouble(row.fieldIndex("end_sec")),
        vector);
  }
}
