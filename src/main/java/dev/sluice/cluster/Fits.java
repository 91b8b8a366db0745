package dev.sluice.cluster;

import java.util.Random;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.clustering.KMeansModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Fits by Spark's KMeans. The same input in the same partitions gives the same fit. */
final class Fits {
  private final ClusterConf conf;
  private final int starts;

  /**
   * @param starts fits per k, each from its own seed, of which the tightest is kept: one start can
   *     end in a poor local optimum
   */
  Fits(ClusterConf conf, int starts) {
    this.conf = conf;
    this.starts = starts;
  }

  /** The tightest of several fits. */
  Centroids best(Dataset<Row> items, int k) {
    if (k == 1) {
      // Spark's KMeans refuses k = 1; the best single centroid is the mean.
      return new Centroids(new float[][] {Prepared.mean(items)});
    }
    Random seeds = new Random(conf.seed());
    KMeansModel best = null;
    for (int start = 0; start < starts; start++) {
      KMeansModel model =
          new KMeans()
              .setK(k)
              .setSeed(start == 0 ? conf.seed() : seeds.nextLong())
              .setMaxIter(conf.maxIterations())
              .setTol(conf.tolerance())
              .setSolver("block")
              .fit(items);
      if (best == null || model.summary().trainingCost() < best.summary().trainingCost()) {
        best = model;
      }
    }
    Vector[] centres = best.clusterCenters();
    float[][] centroids = new float[centres.length][];
    for (int c = 0; c < centroids.length; c++) {
      double[] values = centres[c].toArray();
      centroids[c] = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        centroids[c][i] = (float) values[i];
      }
    }
    return new Centroids(centroids);
  }
}
