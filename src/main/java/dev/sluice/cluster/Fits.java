package dev.sluice.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
  private final boolean many;

  private Fits(ClusterConf conf, int starts, boolean many) {
    this.conf = conf;
    this.starts = starts;
    this.many = many;
  }

  /**
   * Fits of few items.
   *
   * @param starts fits per k, each from its own seed, of which the tightest is kept: one start can
   *     end in a poor local optimum
   */
  static Fits ofFew(ClusterConf conf, int starts) {
    return new Fits(conf, starts, false);
  }

  /**
   * Fits of many items: one start, from chosen centres, by blocks, which gives the same centres in
   * less time.
   */
  static Fits ofMany(ClusterConf conf) {
    return new Fits(conf, 1, true);
  }

  /** The tightest of several fits. */
  Centroids best(Dataset<Row> items, int k) {
    return tightest(all(items, k));
  }

  /** The tightest of these; the first of several that are as tight. */
  static Centroids tightest(List<Fit> fits) {
    return fits.stream().min(Comparator.comparingDouble(Fit::inertia)).orElseThrow().centroids();
  }

  /** One fit per start. */
  List<Fit> all(Dataset<Row> items, int k) {
    if (k == 1) {
      // Spark's KMeans refuses k = 1; the best single centroid is the mean.
      return List.of(new Fit(new Centroids(new float[][] {Prepared.mean(items)}), 0, 0));
    }
    Random seeds = new Random(conf.seed());
    List<Fit> fits = new ArrayList<>();
    for (int start = 0; start < starts; start++) {
      long seed = start == 0 ? conf.seed() : seeds.nextLong();
      KMeans kMeans =
          new KMeans()
              .setK(k)
              .setSeed(seed)
              .setMaxIter(conf.maxIterations())
              .setTol(conf.tolerance());
      KMeansModel model =
          many
              ? kMeans
                  .setSolver("block")
                  .setInitMode("random")
                  .fit(Arranged.forRandomStart(items, k, seed))
              : kMeans.setSolver("row").fit(items);
      fits.add(
          new Fit(centroids(model), model.summary().trainingCost(), model.summary().numIter()));
    }
    return fits;
  }

  private static Centroids centroids(KMeansModel model) {
    Vector[] centres = model.clusterCenters();
    float[][] centroids = new float[centres.length][];
    for (int c = 0; c < centroids.length; c++) {
      centroids[c] = VectorFunctions.floats(centres[c]);
    }
    return new Centroids(centroids);
  }

  /**
   * One fit.
   *
   * @param centroids its centroids
   * @param inertia sum of squared distances to the nearest one
   * @param iterations rounds it took
   */
  record Fit(Centroids centroids, double inertia, int iterations) {}
}
