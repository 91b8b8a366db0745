package dev.sluice.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PcaTest {
  @Test
  void aHandWorkedCross() {
    // Mean 0; variance 2*16 = 32 along x, 2*4 = 8 along y, 2*1 = 2 along z: 40 of 42 are kept.
    float[][] cross = {{4, 0, 0}, {-4, 0, 0}, {0, 2, 0}, {0, -2, 0}, {0, 0, 1}, {0, 0, -1}};
    double[][] expected = {{4, 0}, {-4, 0}, {0, 2}, {0, -2}, {0, 0}, {0, 0}};
    Pca pca = of(cross);
    for (int i = 0; i < expected.length; i++) {
      assertThat(pca.place(cross[i])).containsExactly(expected[i], within(1e-6));
    }
    assertThat(pca.explained()).isEqualTo(40.0 / 42, within(1e-9));
  }

  @Test
  void theSignFollowsTheLargestLoading() {
    Pca pca = of(new float[][] {{0, 0}, {-2, -1}, {-4, -2}});
    assertThat(pca.place(new float[] {0, 0})[0]).isEqualTo(Math.sqrt(5), within(1e-6));
    assertThat(pca.place(new float[] {-4, -2})[0]).isEqualTo(-Math.sqrt(5), within(1e-6));
    assertThat(pca.explained()).isEqualTo(1, within(1e-9));
  }

  @Test
  void movingEverythingChangesNothing() {
    Random random = new Random(1);
    float[][] here = new float[50][8];
    float[][] there = new float[50][8];
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 8; j++) {
        here[i][j] = (float) random.nextGaussian() * (8 - j);
        there[i][j] = here[i][j] + 100;
      }
    }
    Pca a = of(here);
    Pca b = of(there);
    for (int i = 0; i < 50; i++) {
      assertThat(a.place(here[i])).containsExactly(b.place(there[i]), within(1e-3));
    }
  }

  @Test
  void sumsMadeElsewhereAreMerged() {
    float[][] vectors = {{4, 1, 0}, {-4, 0, 2}, {0, 2, 1}, {1, -2, 5}};
    Moments all = new Moments();
    Moments parts = new Moments();
    parts.merge(0, new double[0]);
    for (float[] vector : vectors) {
      all.add(vector);
      Moments one = new Moments();
      one.add(vector);
      parts.merge(one.count(), one.values());
    }
    assertThat(parts.count()).isEqualTo(4);
    assertThat(parts.mean()).isEqualTo(all.mean());
    assertThat(parts.covariance()).isDeepEqualTo(all.covariance());
  }

  @Test
  void noneOneAndEqualVectorsLieAtTheOrigin() {
    assertThat(of(new float[0][]).explained()).isZero();
    assertThat(of(new float[][] {{3, 4}}).place(new float[] {3, 4})).containsExactly(0, 0);
    Pca equal = of(new float[][] {{3, 4}, {3, 4}, {3, 4}});
    assertThat(equal.place(new float[] {3, 4})).containsExactly(0, 0);
    assertThat(equal.explained()).isZero();
  }

  @Test
  void oneNumberPerVectorIsALine() {
    assertThat(of(new float[][] {{1}, {3}}).place(new float[] {3})).containsExactly(1, 0);
  }

  @Test
  void lengthsMustAgree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new float[][] {{1, 2}, {1}}))
        .withMessageContaining("2 and 1 numbers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(new float[][] {{1, 2}}).place(new float[] {1}))
        .withMessageContaining("1 and 2 numbers");
  }

  private static Pca of(float[][] vectors) {
    Moments moments = new Moments();
    for (float[] vector : vectors) {
      moments.add(vector);
    }
    return Pca.of(moments);
  }
}
