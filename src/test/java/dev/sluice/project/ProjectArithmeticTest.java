package dev.sluice.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.vectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProjectArithmeticTest {
  @Test
  void trustworthinessByHand() {
    float[] aToE = {0.9f, 0.8f, 0.7f, 0.6f, 0.5f};
    assertThat(Trustworthiness.of(aToE, new int[] {1, 4}, -1)).isEqualTo(0.4, within(1e-12));
    // The item itself is among them, nearest of all, and does not count.
    float[] withItself = {0.9f, 0.8f, 1, 0.7f, 0.6f, 0.5f};
    assertThat(Trustworthiness.of(withItself, new int[] {1, 5}, 2)).isEqualTo(0.4, within(1e-12));
  }

  @Test
  void trustworthinessIsOneForTheNearestAndZeroForTheFarthest() {
    for (int others : new int[] {2, 3, 4, 5, 31, 100}) {
      float[] nearness = new float[others];
      for (int i = 0; i < others; i++) {
        nearness[i] = -i;
      }
      int k = Trustworthiness.neighbours(others, 15);
      int[] nearest = new int[k];
      int[] farthest = new int[k];
      for (int i = 0; i < k; i++) {
        nearest[i] = i;
        farthest[i] = others - 1 - i;
      }
      assertThat(Trustworthiness.of(nearness, nearest, -1)).as("%d", others).isEqualTo(1);
      assertThat(Trustworthiness.of(nearness, farthest, -1))
          .as("%d", others)
          .isEqualTo(0, within(1e-12));
    }
  }

  @Test
  void withFewerThanTwoOthersThereIsNothingToGetWrong() {
    assertThat(Trustworthiness.neighbours(1, 15)).isZero();
    assertThat(Trustworthiness.of(new float[] {0.3f}, new int[0], -1)).isEqualTo(1);
  }

  @Test
  void theLargestComeFirstAndOfEqualOnesTheEarlier() {
    float[] values = {1, 5, 3, 5, 2, 4};
    assertThat(Nearest.largest(values, 3, -1)).containsExactly(1, 3, 5);
    assertThat(Nearest.largest(values, 3, 1)).containsExactly(3, 5, 2);
    assertThat(Nearest.largest(values, 9, 0)).containsExactly(1, 3, 5, 2, 4);
    assertThat(Nearest.largest(new float[0], 3, -1)).isEmpty();
  }

  @Test
  void aPlaceIsTheWeightedMeanOfTheNearest() {
    double[][] points = {{0, 1}, {3, 1}};
    assertThat(ByNeighbours.place(new float[] {0.5f, 0.75f}, points))
        .containsExactly(new double[] {2, 1}, within(1e-9));
    assertThat(ByNeighbours.place(new float[] {0.5f, 1}, points))
        .as("on its twin")
        .containsExactly(new double[] {3, 1}, within(1e-6));
  }

  @Test
  void theSameSeedMakesTheSameMapByteForByte() {
    float[][] vectors = blobs(4, 40);
    Landmarks one = Fit.umap(vectors, 10, 51);
    Landmarks two = Fit.umap(vectors, 10, 51);
    assertThat(two.points()).isDeepEqualTo(one.points());
    assertThat(Fit.umap(vectors, 10, 52).points()[0]).isNotEqualTo(one.points()[0]);
  }

  @Test
  void aMapOfGroupsKeepsThemAndCanBeTrusted() {
    float[][] vectors = blobs(4, 40);
    Landmarks map = Fit.umap(vectors, 10, 51);
    List<Placing.Placed> placed = new ArrayList<>();
    Placing placing = new Placing(map, null, 10);
    for (int i = 0; i < vectors.length; i++) {
      placing.add(new Placing.Item(i, vectors[i], i), placed::add);
    }
    placing.finish(placed::add);
    assertThat(placed).hasSize(160).allMatch(Placing.Placed::isFitted);
    double mean =
        placed.stream().mapToDouble(Placing.Placed::trustworthiness).average().orElseThrow();
    assertThat(mean).isGreaterThan(0.9);

    // The same points, dealt out at random.
    double[][] shuffled = map.points().clone();
    java.util.Collections.shuffle(Arrays.asList(shuffled), new Random(3));
    List<Placing.Placed> wrong = new ArrayList<>();
    Placing among = new Placing(new Landmarks(vectors, shuffled), null, 10);
    for (int i = 0; i < vectors.length; i++) {
      among.add(new Placing.Item(i, vectors[i], i), wrong::add);
    }
    among.finish(wrong::add);
    assertThat(wrong.stream().mapToDouble(Placing.Placed::trustworthiness).average().orElseThrow())
        .isBetween(0.4, 0.6);
  }

  @Test
  void aNewItemIsPlacedAmongItsOwnKind() {
    float[][] vectors = blobs(4, 41);
    float[][] fitted = Arrays.copyOf(vectors, 160);
    Landmarks map = Fit.umap(fitted, 10, 51);
    List<Placing.Placed> placed = new ArrayList<>();
    Placing placing = new Placing(map, null, 10);
    placing.add(new Placing.Item("new", vectors[160], -1), placed::add);
    placing.finish(placed::add);
    // Item 160 is of group 0, as every fourth one is.
    double nearest = Double.MAX_VALUE;
    int kind = -1;
    for (int i = 0; i < 160; i++) {
      double distance =
          Math.hypot(
              map.points()[i][0] - placed.get(0).x(), map.points()[i][1] - placed.get(0).y());
      kind = distance < nearest ? i % 4 : kind;
      nearest = Math.min(nearest, distance);
    }
    assertThat(kind).isZero();
    assertThat(placed.get(0).isFitted()).isFalse();
    assertThat(placed.get(0).trustworthiness()).isGreaterThan(0.9);
  }

  @Test
  void everyWrongSettingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProjectConf("tsne", 50, 1, null))
        .withMessageContainingAll("umap or pca, not tsne", "100 to 20000", "2 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ProjectConf("umap", 100, 50, null))
        .withMessageContaining("more than twice neighbours");
    assertThat(ProjectConf.defaults().method(30)).isEqualTo("pca");
    assertThat(ProjectConf.defaults().method(31)).isEqualTo("umap");
  }

  /** Unit vectors around some directions, dealt in turn. */
  static float[][] blobs(int groups, int each) {
    Random random = new Random(9);
    float[][] vectors = new float[groups * each][];
    for (int i = 0; i < vectors.length; i++) {
      float[] vector = new float[12];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) (0.1 * random.nextGaussian());
      }
      vector[i % groups] += 1;
      vectors[i] = Vectors.normalise(vector);
    }
    return vectors;
  }
}
