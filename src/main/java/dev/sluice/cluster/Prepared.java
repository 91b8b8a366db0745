package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;

import dev.sluice.tables.VectorColumn;
import dev.sluice.vectors.MeanVector;
import dev.sluice.vectors.Space;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Items as unit vectors in a fixed number of partitions and a fixed order, cached: Spark's KMeans
 * gives another result for other partitions. Items are placed by a hash of their id and not by
 * ranges, whose bounds Spark samples anew in every run. Close it to free the cache.
 */
final class Prepared implements AutoCloseable {
  /** Items that choose k. */
  static final int SAMPLE = 5_000;

  private static final int FEWEST_PER_PARTITION = 1_000;
  private static final int ITEMS_PER_PARTITION = 10_000;
  private static final int MOST = 256;

  private final Dataset<Row> data;
  private final Dataset<Row> sampleData;
  private final float[][] sample;
  private final Space space;

  private Prepared(Dataset<Row> data, Dataset<Row> sampleData, float[][] sample, Space space) {
    this.data = data;
    this.sampleData = sampleData;
    this.sample = sample;
    this.space = space;
  }

  /**
   * Partitions of a fit: one per started 1,000 items up to four, because every round is a Spark
   * job; from 50,000 items on one per 10,000, up to 256, enough for the cores of a cluster and
   * small enough to stay cached. By the items alone, never by the cluster the job runs on, so every
   * cluster finds the same groups.
   */
  static int partitions(ClusterConf conf, long items) {
    long most =
        conf.partitions() == null
            ? Math.max(ClusterConf.FEW, Math.min(items / ITEMS_PER_PARTITION, MOST))
            : conf.partitions();
    long useful = (items + FEWEST_PER_PARTITION - 1) / FEWEST_PER_PARTITION;
    return (int) Math.max(1, Math.min(most, useful));
  }

  static Prepared of(Dataset<Row> items, ClusterConf conf, int partitions) {
    Dataset<Row> units =
        items
            .map(new VectorFunctions.ToUnit(), VectorFunctions.encoder(VectorFunctions.ITEM))
            .repartition(partitions, col("id"))
            .sortWithinPartitions("id")
            .persist(StorageLevel.MEMORY_AND_DISK());
    Space space = new Space(conf.centre() ? mean(units) : new float[0], new float[0][]);
    if (conf.pca() != null) {
      int dimension = units.first().getList(4).size();
      space = new Space(space.mean(), Axes.of(placed(units, space), dimension, conf.pca()));
    }
    Dataset<Row> data = placed(units, space).persist(StorageLevel.MEMORY_AND_DISK());
    long size = data.count();
    units.unpersist();
    List<Row> sampled = new ArrayList<>();
    Dataset<Row> sampleData = data;
    if (size <= SAMPLE) {
      sampled.addAll(data.collectAsList());
    } else {
      sampled.addAll(data.orderBy(xxhash64(col("id")), col("id")).limit(SAMPLE).collectAsList());
      sampled.sort(Comparator.comparing(row -> row.getString(0)));
      sampleData =
          data.sparkSession()
              .createDataFrame(sampled, data.schema())
              .coalesce(1)
              .persist(StorageLevel.MEMORY_AND_DISK());
    }
    float[][] sample = new float[sampled.size()][];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = VectorColumn.of(sampled.get(i), "unit");
    }
    return new Prepared(data, sampleData, sample, space);
  }

  private static Dataset<Row> placed(Dataset<Row> units, Space space) {
    return units
        .map(new VectorFunctions.Placed(space), VectorFunctions.encoder(VectorFunctions.ITEM))
        .withColumn("features", functions.array_to_vector(col("unit")));
  }

  /** The mean of the items' vectors, added up in a fixed order. */
  static float[] mean(Dataset<Row> units) {
    List<Row> sums =
        new ArrayList<>(
            units
                .mapPartitions(
                    new VectorFunctions.PartitionSum(),
                    VectorFunctions.encoder(VectorFunctions.SUM))
                .collectAsList());
    sums.sort(Comparator.comparingInt(row -> row.getInt(0)));
    MeanVector mean = new MeanVector();
    for (Row row : sums) {
      List<Double> sum = row.getList(1);
      if (!sum.isEmpty()) {
        mean.addSum(sum.stream().mapToDouble(Double::doubleValue).toArray(), row.getDouble(2));
      }
    }
    return mean.mean();
  }

  /** All items: id, content_id, start_sec, end_sec, unit, features. */
  Dataset<Row> data() {
    return data;
  }

  /** The items that choose k, as data. */
  Dataset<Row> sampleData() {
    return sampleData;
  }

  /** The vectors of the items that choose k. */
  float[][] sample() {
    return sample.clone();
  }

  /** Where the items are compared. */
  Space space() {
    return space;
  }

  @Override
  public void close() {
    data.unpersist();
    sampleData.unpersist();
  }
}
