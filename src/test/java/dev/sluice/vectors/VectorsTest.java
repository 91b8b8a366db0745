package dev.sluice.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class VectorsTest {
  @Test
  void normalisedVectorsHaveLengthOne() {
    assertThat(Vectors.normalise(new float[] {3, 4})).containsExactly(0.6f, 0.8f);
  }

  @Test
  void zeroHasNoDirectionAndStays() {
    assertThat(Vectors.normalise(new float[2])).containsExactly(0f, 0f);
  }

  @Test
  void argumentsAreNotChanged() {
    float[] vector = {3, 4};
    Vectors.normalise(vector);
    Vectors.centre(vector, new float[] {1, 1});
    assertThat(vector).containsExactly(3f, 4f);
  }

  @Test
  void distanceAndDotAgree() {
    float[] a = {1, 2, 3};
    float[] b = {-1, 0, 2};
    double byDot = Vectors.dot(a, a) + Vectors.dot(b, b) - 2 * Vectors.dot(a, b);
    assertThat(Vectors.squaredDistance(a, b)).isEqualTo(9).isCloseTo(byDot, within(1e-12));
  }

  @Test
  void centringTakesTheMeanAway() {
    assertThat(Vectors.centre(new float[] {3, 4}, new float[] {1, 5})).containsExactly(2f, -1f);
  }

  @Test
  void meanWeighs() {
    MeanVector mean = new MeanVector();
    mean.add(new float[] {0, 4}, 3);
    mean.add(new float[] {4, 0}, 1);
    assertThat(mean.mean()).containsExactly(1f, 3f);
  }

  @Test
  void partialSumsAddUp() {
    MeanVector part = new MeanVector();
    part.add(new float[] {2}, 1);
    MeanVector all = new MeanVector();
    all.add(new float[] {4}, 1);
    all.addSum(part.sum(), part.weight());
    assertThat(all.mean()).containsExactly(3f);
  }

  @Test
  void nothingHasAnEmptyMean() {
    assertThat(new MeanVector().mean()).isEmpty();
  }

  @Test
  void twoLensesDoNotMix() {
    assertThatThrownBy(() -> Vectors.dot(new float[1], new float[2]))
        .hasMessageContaining("two lenses");
  }
}
