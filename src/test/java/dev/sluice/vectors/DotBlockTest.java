package dev.sluice.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DotBlockTest {
  @Test
  void productsByHand() {
    DotBlock block = new DotBlock(new float[][] {{1, 2, 2}, {0, 1, 0}, {-1, 0, 1}});
    block.put(0, new float[] {3, 0, 4});
    block.put(1, new float[] {1, 1, 1});
    block.multiply(2);
    assertThat(block.dot(0, 0)).isEqualTo(11);
    assertThat(block.squared(0)).isEqualTo(25);
    assertThat(block.dot(1, 0)).isZero();
    assertThat(block.dot(2, 0)).isEqualTo(1);
    assertThat(block.dot(0, 1)).isEqualTo(5);
    assertThat(block.squared(1)).isEqualTo(3);
  }

  @Test
  void productsAreThoseOfPlainArithmetic() {
    Random random = new Random(7);
    for (int dimension : new int[] {1, 4, 5, 511, 512}) {
      float[][] fixed = units(random, 7, dimension);
      float[][] many = units(random, DotBlock.WIDTH, dimension);
      DotBlock block = new DotBlock(fixed);
      for (int i = 0; i < many.length; i++) {
        block.put(i, many[i]);
      }
      block.multiply(many.length);
      for (int p = 0; p < fixed.length; p++) {
        for (int i = 0; i < many.length; i++) {
          assertThat((double) block.dot(p, i))
              .isCloseTo(Vectors.dot(fixed[p], many[i]), within(1e-6));
        }
      }
    }
  }

  @Test
  void aPairHasTheSameProductWhateverElseIsInTheBlock() {
    Random random = new Random(8);
    float[][] fixed = units(random, 3, 510);
    float[] vector = units(random, 1, 510)[0];
    DotBlock alone = new DotBlock(new float[][] {fixed[2]});
    alone.put(0, vector);
    alone.multiply(1);
    DotBlock block = new DotBlock(fixed);
    float[][] others = units(random, DotBlock.WIDTH, 510);
    for (int slot : new int[] {0, 17, DotBlock.WIDTH - 1}) {
      for (int i = 0; i < others.length; i++) {
        block.put(i, i == slot ? vector : others[i]);
      }
      block.multiply(others.length);
      assertThat(block.dot(2, slot)).isEqualTo(alone.dot(0, 0));
      assertThat(block.squared(slot)).isEqualTo(alone.squared(0));
    }
  }

  @Test
  void vectorsOfTwoLensesAreRefused() {
    DotBlock block = new DotBlock(new float[][] {{1, 2}});
    assertThatThrownBy(() -> block.put(0, new float[3])).hasMessageContaining("3 and 2");
    assertThatThrownBy(() -> new DotBlock(new float[][] {{1}, {1, 2}}))
        .hasMessageContaining("two lenses");
    assertThatThrownBy(() -> new DotBlock(new float[0][])).hasMessageContaining("no fixed vector");
  }

  private static float[][] units(Random random, int count, int dimension) {
    float[][] units = new float[count][];
    for (int i = 0; i < count; i++) {
      float[] vector = new float[dimension];
      for (int d = 0; d < dimension; d++) {
        vector[d] = (float) random.nextGaussian();
      }
      units[i] = Vectors.normalise(vector);
    }
    return units;
  }
}
