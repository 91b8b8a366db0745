package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.SparkExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class FirstCentresTest {
  private static final int GROUPS = 12;

  @Test
  void bothGroupsOfTheHandWorkedLineAreChosen() {
    float[][] line = {{0}, {1}, {10}, {11}};
    for (long seed = 0; seed < 20; seed++) {
      int[] chosen = FirstCentres.choose(line, 2, seed);
      assertThat(chosen[0] / 2).isNotEqualTo(chosen[1] / 2);
    }
  }

  @Test
  void everyGroupIsChosenOnce() {
    for (long seed = 0; seed < 10; seed++) {
      int[] chosen = FirstCentres.choose(groups(seed), GROUPS, seed);
      assertThat(IntStream.of(chosen).map(item -> item % GROUPS))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, GROUPS).boxed().toList());
    }
  }

  @Test
  void fewerDifferentItemsThanClustersAreChosenOnceEach() {
    assertThat(FirstCentres.choose(new float[][] {{1}, {2}, {1}, {2}}, 4, 7)).hasSize(2);
  }

  @Test
  void sameSeedChoosesTheSame() {
    float[][] items = groups(1);
    assertThat(FirstCentres.choose(items, 9, 3)).isEqualTo(FirstCentres.choose(items, 9, 3));
  }

  /** A fit of no round at all ends where it started. */
  @Test
  void sparkStartsFromWhatWasChosen(SparkSession spark) {
    for (long seed = 1; seed <= 3; seed++) {
      Dataset<Row> items = items(spark, groups(seed));
      var centres =
          new KMeans()
              .setK(GROUPS)
              .setSeed(seed)
              .setMaxIter(0)
              .setSolver("block")
              .setInitMode("random")
              .fit(Arranged.forRandomStart(items, GROUPS, seed))
              .clusterCenters();
      assertThat(Arrays.stream(centres).map(centre -> group(centre.toArray())))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, GROUPS).boxed().toList());
    }
  }

  @Test
  void everyItemIsStillThereOnce(SparkSession spark) {
    Dataset<Row> items = items(spark, groups(5));
    Dataset<Row> arranged = Arranged.forRandomStart(items, GROUPS, 5);
    assertThat(texts(arranged)).isNotEqualTo(texts(items));
    assertThat(texts(arranged)).containsExactlyInAnyOrderElementsOf(texts(items));
  }

  private static List<String> texts(Dataset<Row> items) {
    return items.select("features").collectAsList().stream().map(Row::toString).toList();
  }

  private static Dataset<Row> items(SparkSession spark, float[][] vectors) {
    List<String> classes = Collections.nCopies(vectors.length, "");
    return new Points(classes, vectors).dataset(spark).repartition(3);
  }

  /** Item i is near corner {@code i % GROUPS}. */
  private static float[][] groups(long seed) {
    Random random = new Random(seed);
    List<float[]> items = new ArrayList<>();
    for (int i = 0; i < 20 * GROUPS; i++) {
      float[] item = new float[GROUPS];
      for (int j = 0; j < GROUPS; j++) {
        item[j] = (float) (0.02 * random.nextGaussian() + (j == i % GROUPS ? 1 : 0));
      }
      items.add(item);
    }
    return items.toArray(new float[0][]);
  }

  private static int group(double[] vector) {
    return IntStream.range(0, vector.length)
        .boxed()
        .max((a, b) -> Double.compare(vector[a], vector[b]))
        .orElseThrow();
  }
}
