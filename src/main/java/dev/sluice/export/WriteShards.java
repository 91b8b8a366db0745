package dev.sluice.export;

import dev.sluice.tables.FloatVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Writes the shards of one Spark partition, whose rows come sorted by shard and id, holding one
 * record in memory. A repeated task writes the same bytes over the same files.
 *
 * @param <T> what a record is made of
 */
abstract class WriteShards<T> implements MapPartitionsFunction<Tuple2<Row, FloatVector>, Row> {
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
  private final String folder;
  private final ArrayList<PlannedShard> shards;

  /**
   * Where and what to write.
   *
   * @param folder where the release is while it is written, a full URI
   */
  WriteShards(SerializableConfiguration conf, String folder, List<PlannedShard> shards) {
    this.conf = conf;
    this.folder = folder;
    this.shards = new ArrayList<>(shards);
  }

  /** Starts the files of a shard. */
  abstract List<ShardWriter<T>> open(ShardTarget target, PlannedShard shard) throws IOException;

  /** Takes the rows of the next record. */
  abstract T read(Rows rows);

  @Override
  public final Iterator<Row> call(Iterator<Tuple2<Row, FloatVector>> partition) throws IOException {
    List<Row> files = new ArrayList<>();
    ShardTarget target = ReleaseStore.target(conf.value(), folder);
    List<ShardWriter<T>> open = new ArrayList<>();
    int current = -1;
    Rows rows = new Rows(partition);
    try {
      while (rows.hasNext()) {
        int ordinal = rows.peek().<Integer>getAs("shard");
        if (ordinal != current) {
          finish(open, files);
          open.addAll(open(target, shards.get(ordinal)));
          current = ordinal;
        }
        T record = read(rows);
        for (ShardWriter<T> writer : open) {
          writer.write(record);
        }
      }
      finish(open, files);
    } finally {
      for (ShardWriter<T> writer : open) {
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

  private static <T> void finish(List<ShardWriter<T>> open, List<Row> files) throws IOException {
    for (ShardWriter<T> writer : open) {
      for (ShardFile f : writer.finish()) {
        files.add(
            RowFactory.create(f.path(), f.split(), f.format(), f.items(), f.bytes(), f.sha256()));
      }
    }
    open.clear();
  }
}
