package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * A fit of many items as the cluster step makes it, with the time it took.
 *
 * @param placeSeconds reading and caching the vectors
 * @param fitSeconds the fit itself
 * @param iterations rounds of the fit
 * @param inertia sum of squared distances to the nearest centroid
 */
public record MeasuredFit(double placeSeconds, double fitSeconds, int iterations, double inertia) {

  /**
   * Fits once.
   *
   * @param units rows with a column unit
   */
  public static MeasuredFit of(Dataset<Row> units, int k, int mostIterations, long seed) {
    long start = System.nanoTime();
    Dataset<Row> data =
        units
            .withColumn("features", functions.array_to_vector(col("unit")))
            .persist(StorageLevel.MEMORY_AND_DISK());
    data.count();
    long placed = System.nanoTime();
    ClusterConf conf =
        new ClusterConf(
            null,
            null,
            k,
            null,
            null,
            seed,
            null,
            null,
            mostIterations,
            null,
            null,
            null,
            null,
            null,
            null);
    Fits.Fit fit = Fits.ofMany(conf).all(data, k).get(0);
    long end = System.nanoTime();
    data.unpersist();
    return new MeasuredFit(
        (placed - start) / 1e9, (end - placed) / 1e9, fit.iterations(), fit.inertia());
  }
}
