package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ClusterArithmeticTest {
  private static final Silhouette LINE = new Silhouette(new float[][] {{0}, {1}, {5}, {6}});

  @Test
  void silhouetteIsTheOneWorkedByHand() {
    assertThat(LINE.of(new int[] {0, 0, 1, 1})).isCloseTo(79.0 / 99, within(1e-6));
  }

  @Test
  void betterClustersHaveAHigherSilhouette() {
    assertThat(LINE.of(new int[] {0, 1, 0, 1})).isNegative();
  }

  @Test
  void itemAloneInItsClusterCountsZero() {
    // 5 and 6: a = 1, b = 5 and 6 against the lone 0.
    assertThat(new Silhouette(new float[][] {{0}, {5}, {6}}).of(new int[] {0, 1, 1}))
        .isCloseTo((0 + 4.0 / 5 + 5.0 / 6) / 3, within(1e-6));
  }

  @Test
  void oneClusterHasNoSilhouette() {
    assertThat(LINE.of(new int[4])).isNaN();
  }

  @Test
  void identicalItemsAreNotSeparated() {
    assertThat(new Silhouette(new float[][] {{1}, {1}, {1}, {1}}).of(new int[] {0, 0, 1, 1}))
        .isZero();
  }

  @Test
  void bestKIsTheSmallestOfTheBest() {
    TreeMap<Integer, Double> tried = new TreeMap<>();
    tried.put(2, 0.3);
    tried.put(3, 0.5);
    tried.put(4, 0.5 + 1e-9);
    tried.put(5, Double.NaN);
    assertThat(ChooseK.best(tried)).hasValue(3);
    assertThat(ChooseK.describe(tried)).isEqualTo("2=0.300 3=0.500 4=0.500 5=NaN");
    assertThat(ChooseK.best(new TreeMap<>())).isEmpty();
  }

  @Test
  void nearestKnowsDistanceAndMargin() {
    Centroids centroids = new Centroids(new float[][] {{0, 0}, {4, 0}});
    assertThat(centroids.nearest(new float[] {3, 0})).isEqualTo(new Centroids.Nearest(1, 1, 2));
    assertThat(centroids.nearest(new float[] {2, 0}).cluster()).isZero();
    assertThat(new Centroids(new float[][] {{1}}).nearest(new float[] {3}).margin()).isZero();
  }

  @Test
  void largestClusterComesFirstAndEmptyOnesGo() {
    Centroids fitted = new Centroids(new float[][] {{0}, {1}, {2}, {3}});
    Centroids renumbered =
        fitted.renumbered(
            List.of(
                new Centroids.Size(0, 2, "b"),
                new Centroids.Size(1, 5, "c"),
                new Centroids.Size(3, 2, "a")));
    assertThat(renumbered.rows()).extracting(c -> c.vector()[0]).containsExactly(1f, 3f, 0f);
  }

  @Test
  void outliersNeedFiveItemsAndDistance() {
    OutlierRule rule = new OutlierRule(3);
    assertThat(rule.threshold(5, 1, 0.1)).isCloseTo(1.3, within(1e-5));
    assertThat(rule.threshold(4, 1, 0.1)).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  void settingsHaveDefaultsAndBindFromKebabCase() throws Exception {
    YAMLMapper yaml = new YAMLMapper();
    yaml.setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
    ClusterConf conf = yaml.readValue("{unit: clip, max-k: 7, seed: 3}", ClusterConf.class);
    assertThat(conf.maxK()).isEqualTo(7);
    assertThat(conf.unit()).isEqualTo("clip");
    assertThat(conf.minK()).isEqualTo(2);
    assertThat(conf.k()).isNull();
    assertThat(conf.centre()).isTrue();
  }

  @Test
  void wrongSettingsAreNamedTogether() {
    assertThatThrownBy(
            () -> new ClusterConf(null, "scene", 0, 1, null, null, null, null, null, null, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unit")
        .hasMessageContaining("k is 1 or more")
        .hasMessageContaining("min-k");
  }

  @Test
  void nmiIsOneForTheSameAndZeroForUnrelated() {
    assertThat(Measures.nmi(List.of(1, 1, 2, 2), List.of("a", "a", "b", "b")))
        .isCloseTo(1, within(1e-12));
    assertThat(Measures.nmi(List.of(1, 1, 2, 2), List.of("a", "b", "a", "b")))
        .isCloseTo(0, within(1e-12));
  }
}
