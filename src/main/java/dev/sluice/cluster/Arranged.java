package dev.sluice.cluster;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.util.random.XORShiftRandom;

/**
 * Gives Spark's KMeans its first centres. It has no parameter for them, and its own careful start
 * is slow and leaves groups without a centre. But its random start draws one item for each cluster
 * by the place in the partition alone. So the items chosen as first centres change places with
 * those that will be drawn; nothing else moves. Should another Spark draw in another way, a fit
 * starts from random items: worse, never wrong.
 */
final class Arranged {
  private static final int FEWEST_CANDIDATES = 5_000;
  private static final int MOST_CANDIDATES = 20_000;
  private static final int CANDIDATES_PER_CLUSTER = 20;

  private Arranged() {}

  /**
   * The items, features only, so that a random start with this seed draws items chosen by {@link
   * FirstCentres} from an even sample.
   *
   * @param items rows with a column features, cached, in a fixed order
   * @param k number of clusters, fewer than the items
   */
  static Dataset<Row> forRandomStart(Dataset<Row> items, int k, long seed) {
    Dataset<Row> placed = items.select(monotonically_increasing_id().as("place"), col("features"));
    JavaRDD<Long> places =
        items.select(monotonically_increasing_id()).as(Encoders.LONG()).javaRDD();
    // As org.apache.spark.mllib.clustering.KMeans draws.
    Set<Long> drawn =
        new LinkedHashSet<>(places.takeSample(false, k, new XORShiftRandom(seed).nextInt()));
    int candidates =
        Math.min(MOST_CANDIDATES, Math.max(FEWEST_CANDIDATES, CANDIDATES_PER_CLUSTER * k));
    List<Long> sampled = places.takeSample(false, candidates, seed);
    Set<Long> wanted = new LinkedHashSet<>(sampled);
    wanted.addAll(drawn);
    Map<Long, Vector> vectors = new HashMap<>();
    for (Row row : placed.filter(col("place").isInCollection(wanted)).collectAsList()) {
      vectors.put(row.getLong(0), row.getAs(1));
    }
    float[][] floats = new float[sampled.size()][];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = VectorFunctions.floats(vectors.get(sampled.get(i)));
    }
    Set<Long> chosen = new LinkedHashSet<>();
    for (int i : FirstCentres.choose(floats, k, seed)) {
      chosen.add(sampled.get(i));
    }
    return items.select(
        udf(new Moved(moves(chosen, drawn, vectors)), SQLDataTypes.VectorType())
            .apply(monotonically_increasing_id(), col("features"))
            .as("features"));
  }

  /** What lies at a place that changes hands: every item stays in the data exactly once. */
  private static Map<Long, Vector> moves(
      Set<Long> chosen, Set<Long> drawn, Map<Long, Vector> vectors) {
    List<Long> free = drawn.stream().filter(place -> !chosen.contains(place)).toList();
    List<Long> homeless = chosen.stream().filter(place -> !drawn.contains(place)).toList();
    Map<Long, Vector> moves = new HashMap<>();
    for (int i = 0; i < homeless.size(); i++) {
      moves.put(free.get(i), vectors.get(homeless.get(i)));
      moves.put(homeless.get(i), vectors.get(free.get(i)));
    }
    return moves;
  }

  /** Items at their new places. */
  private static final class Moved implements UDF2<Long, Vector, Vector> {
    private static final long serialVersionUID = 1L;
    private final Map<Long, Vector> moves;

    Moved(Map<Long, Vector> moves) {
      this.moves = moves;
    }

    @Override
    public Vector call(Long place, Vector features) {
      return moves.getOrDefault(place, features);
    }
  }
}
