package dev.sluice.cluster;

import dev.sluice.media.Sha256;
import dev.sluice.spend.WorkKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a clustering is made from: the number of items, and one hash over every item and the paid
 * work of its vector. Reads no vectors, collects one hash per partition.
 *
 * @param items number of items
 * @param hash SHA-256, independent of how the input is partitioned
 */
record InputDigest(long items, String hash) {
  // Part of the hash: changing it would cluster, and so label, every corpus again.
  private static final int PARTITIONS = 4;

  private static final StructType SCHEMA =
      new StructType()
          .add("partition", DataTypes.IntegerType, false)
          .add("items", DataTypes.LongType, false)
          .add("hash", DataTypes.StringType, false);

  static InputDigest of(Dataset<Row> keys) {
    List<Row> parts =
        new ArrayList<>(
            keys.repartition(PARTITIONS, keys.col("id"))
                .sortWithinPartitions("id", "from_sec", "work_key")
                .mapPartitions(new PartitionDigest(), VectorFunctions.encoder(SCHEMA))
                .collectAsList());
    parts.sort(Comparator.comparingInt(row -> row.getInt(0)));
    long items = 0;
    StringBuilder all = new StringBuilder();
    for (Row part : parts) {
      if (part.getLong(1) > 0) {
        items += part.getLong(1);
        all.append(part.getInt(0)).append(' ').append(part.getString(2)).append('\n');
      }
    }
    return new InputDigest(items, WorkKey.sha256(all.toString()));
  }

  /** The name of the clustering of this input, in a lens, with these settings. */
  String clusteringId(String lens, ClusterConf conf) {
    return WorkKey.sha256(lens + "\n" + conf.identity() + "\n" + items + "\n" + hash);
  }

  private static final class PartitionDigest implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      MessageDigest digest = Sha256.digest();
      long items = 0;
      String last = null;
      while (rows.hasNext()) {
        Row row = rows.next();
        String id = row.getString(0);
        items += id.equals(last) ? 0 : 1;
        last = id;
        String line = id + " " + row.getDouble(1) + " " + row.getString(2) + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      String hash = HexFormat.of().formatHex(digest.digest());
      return List.of(RowFactory.create(TaskContext.getPartitionId(), items, hash)).iterator();
    }
  }
}
