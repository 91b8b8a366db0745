package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PcaTest {
  @Test
  void aHandWorkedCross() {
    // Mean 0; variance 2*16 = 32 along x, 2*4 = 8 along y, 2*1 = 2 along z: 40 of 42 are kept.
    Pca pca =
        Pca.of(new float[][] {{4, 0, 0}, {-4, 0, 0}, {0, 2, 0}, {0, -2, 0}, {0, 0, 1}, {0, 0, -1}});
    double[][] expected = {{4, 0}, {-4, 0}, {0, 2}, {0, -2}, {0, 0}, {0, 0}};
    for (int i = 0; i < expected.length; i++) {
      assertThat(pca.points()[i]).containsExactly(expected[i], within(1e-6));
    }
    assertThat(pca.explained()).isEqualTo(40.0 / 42, within(1e-9));
  }

  @Test
  void theSignFollowsTheLargestLoading() {
    Pca pca = Pca.of(new float[][] {{0, 0}, {-2, -1}, {-4, -2}});
    assertThat(pca.points()[0][0]).isEqualTo(Math.sqrt(5), within(1e-6));
    assertThat(pca.points()[2][0]).isEqualTo(-Math.sqrt(5), within(1e-6));
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
    Pca a = Pca.of(here);
    Pca b = Pca.of(there);
    for (int i = 0; i < 50; i++) {
      assertThat(a.points()[i]).containsExactly(b.points()[i], within(1e-3));
    }
  }

  @Test
  void noneOneAndEqualVectorsLieAtTheOrigin() {
    assertThat(Pca.of(new float[0][]).points()).isEmpty();
    assertThat(Pca.of(new float[][] {{3, 4}}).points()[0]).containsExactly(0, 0);
    Pca equal = Pca.of(new float[][] {{3, 4}, {3, 4}, {3, 4}});
    assertThat(equal.points()[2]).containsExactly(0, 0);
    assertThat(equal.explained()).isZero();
  }

  @Test
  void oneNumberPerVectorIsALine() {
    assertThat(Pca.of(new float[][] {{1}, {3}}).points()[1]).containsExactly(1, 0);
  }

  @Test
  void lengthsMustAgree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pca.of(new float[][] {{1, 2}, {1}}))
        .withMessageContaining("2 and 1 numbers");
  }
}
