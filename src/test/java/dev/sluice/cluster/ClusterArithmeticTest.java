package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.tables.ClusteringRow;
import dev.sluice.vectors.Space;
import java.util.List;
import java.util.Map;
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
  void silhouetteOfAClusterIsTheMeanOfItsItems() {
    assertThat(new Silhouette(new float[][] {{0}, {5}, {6}}).byCluster(new int[] {0, 1, 1}))
        .containsOnlyKeys(0, 1)
        .containsEntry(0, 0.0)
        .hasEntrySatisfying(
            1, value -> assertThat(value).isCloseTo((4.0 / 5 + 5.0 / 6) / 2, within(1e-6)));
    assertThat(LINE.byCluster(new int[4])).isEmpty();
  }

  @Test
  void bestKIsTheSmallestOfTheBest() {
    TreeMap<Integer, Candidate> tried = new TreeMap<>();
    tried.put(2, new Candidate(0.3, 1));
    tried.put(3, new Candidate(0.5, 1));
    tried.put(4, new Candidate(0.5 + 1e-9, 1));
    tried.put(5, new Candidate(Double.NaN, 1));
    assertThat(ChooseK.best(tried)).hasValue(3);
    assertThat(ChooseK.describe(tried))
        .isEqualTo("2=0.300 3=0.500 4=0.500 5=NaN; stability 2=1.00 3=1.00 4=1.00 5=1.00");
    assertThat(ChooseK.best(new TreeMap<>())).isEmpty();
  }

  @Test
  void kWhoseFitsDisagreeIsPassedOverWhereAnotherAgrees() {
    TreeMap<Integer, Candidate> tried = new TreeMap<>();
    tried.put(2, new Candidate(0.3, 0.5));
    tried.put(3, new Candidate(0.5, 0.49));
    assertThat(ChooseK.best(tried)).hasValue(2);
    assertThat(ChooseK.describe(tried)).endsWith("3=0.49, under 0.5 passed over");
    tried.put(2, new Candidate(0.3, 0.4));
    assertThat(ChooseK.best(tried)).hasValue(3);
    tried.put(1, new Candidate(Double.NaN, 1));
    assertThat(ChooseK.best(tried)).as("one cluster is no choice").hasValue(3);
  }

  @Test
  void stabilityIsTheOneWorkedByHand() {
    int[] halves = {1, 1, 2, 2};
    assertThat(Candidate.stability(List.of(halves))).isEqualTo(1);
    assertThat(Candidate.stability(List.of(halves, new int[] {2, 2, 1, 1}, new int[] {1, 2, 1, 2})))
        .isCloseTo(0, within(1e-12));
  }

  @Test
  void driftIsTheOneWorkedByHand() {
    ClusterConf conf = ClusterConf.defaults();
    assertThat(Drift.allowed(0.6, 5)).isCloseTo(0.735, within(5e-4));
    assertThat(Drift.allowed(0.6, 1000)).isCloseTo(0.6006, within(5e-5));
    assertThat(new Drift(100, 40, 10).reason(conf)).isEmpty();
    assertThat(new Drift(100, 40, 11).reason(conf).orElseThrow())
        .isEqualTo(
            "11 of 40 items that joined since the fit lie beyond their cluster (28 %, allowed are 25 %)");
    assertThat(new Drift(100, 19, 19).reason(conf)).as("too few to say").isEmpty();
    assertThat(new Drift(100, 199, 0).reason(conf)).isEmpty();
    assertThat(new Drift(100, 200, 0).reason(conf).orElseThrow())
        .isEqualTo("200 items joined the 100 that it was fitted on (refit-growth is 2.0)");
    assertThat(new Drift(100, 0, 0).reason(conf)).isEmpty();
  }

  @Test
  void continuationIsTheOneWorkedByHand() {
    // A = {1 2 3 4} is 0 and B = {5 6 7 8} is 1; X = {1 2 3}, Y = {4 5 6}, Z = {7 8}.
    Map<Integer, Continuation> continued =
        Continuation.of(
            List.of(
                new Continuation.Shared(0, 0, 3),
                new Continuation.Shared(1, 0, 1),
                new Continuation.Shared(1, 1, 2),
                new Continuation.Shared(2, 1, 2)));
    assertThat(continued)
        .containsOnlyKeys(0, 2)
        .containsEntry(0, new Continuation(0, 0, 0.75))
        .containsEntry(2, new Continuation(2, 1, 0.5));
  }

  @Test
  void ofTwoEqualHalvesOneContinues() {
    assertThat(
            Continuation.of(
                List.of(new Continuation.Shared(1, 0, 5), new Continuation.Shared(0, 0, 5))))
        .containsOnlyKeys(0);
    assertThat(Continuation.of(List.of())).isEmpty();
  }

  @Test
  void spaceCentresThenProjectsToLengthOne() {
    Space space = new Space(new float[] {1, 0, 0}, new float[][] {{0, 1, 0}, {0, 0, 1}});
    // Minus the mean (0, 3, 4), of length 1 (0, 0.6, 0.8), on the axes (0.6, 0.8).
    assertThat(space.place(new float[] {1, 3, 4})).containsExactly(0.6f, 0.8f);
    assertThat(new Space(new float[0], new float[0][]).place(new float[] {3, 4}))
        .containsExactly(3, 4);
    assertThat(ClusteringRow.Axis.rows(new Space(new float[0], new float[0][]))).isNull();
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
    assertThat(rule.threshold(5, 1, 0.1).orElseThrow()).isCloseTo(1.3, within(1e-5));
    assertThat(rule.threshold(4, 1, 0.1)).isEmpty();
  }

  @Test
  void settingsHaveDefaultsAndBindFromKebabCase() {
    ClusterConf conf = Confs.of("{unit: clip, max-k: 7, seed: 3, refit-at: 0.4}");
    assertThat(conf.refitAt()).isEqualTo(0.4);
    assertThat(conf.refitFrom()).isEqualTo(20);
    assertThat(conf.maxK()).isEqualTo(7);
    assertThat(conf.unit()).isEqualTo("clip");
    assertThat(conf.minK()).isEqualTo(2);
    assertThat(conf.k()).isNull();
    assertThat(conf.centre()).isTrue();
  }

  @Test
  void partitionsOfAFitGrowWithTheItemsAndNotWithTheCluster() {
    ClusterConf unset = ClusterConf.defaults();
    assertThat(Prepared.partitions(unset, 38)).isEqualTo(1);
    assertThat(Prepared.partitions(unset, 3_001)).isEqualTo(4);
    assertThat(Prepared.partitions(unset, 49_999)).isEqualTo(4);
    assertThat(Prepared.partitions(unset, 1_000_000)).isEqualTo(100);
    assertThat(Prepared.partitions(unset, 1_000_000_000)).isEqualTo(256);
    assertThat(Prepared.partitions(Confs.of("{partitions: 6}"), 1_000_000)).isEqualTo(6);
    assertThat(Prepared.partitions(Confs.of("{partitions: 6}"), 1_500)).isEqualTo(2);
  }

  @Test
  void settingsThatCameLaterDoNotChangeTheIdentityWhereTheyAreNotSet() {
    assertThat(ClusterConf.defaults().identity())
        .isEqualTo(
            "v1|video|2..12|seed=51|centre=true|partitions=4|iterations=50|tolerance=1.0E-4|outlier=3.0");
    assertThat(Confs.of("{refit-at: 0.1, refit-from: 5, refit-growth: 9}").identity())
        .isEqualTo(ClusterConf.defaults().identity());
    assertThat(Confs.of("{pca: 3}").identity()).endsWith("|outlier=3.0|pca=3");
  }

  @Test
  void wrongSettingsAreNamedTogether() {
    assertThatThrownBy(() -> Confs.of("{unit: scene, k: 0, min-k: 1, pca: 0, refit-at: 2}"))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unit")
        .hasMessageContaining("k is 1 or more")
        .hasMessageContaining("min-k")
        .hasMessageContaining("pca is 1 or more")
        .hasMessageContaining("refit-at");
  }

  @Test
  void nmiIsOneForTheSameAndZeroForUnrelated() {
    assertThat(Measures.nmi(List.of(1, 1, 2, 2), List.of("a", "a", "b", "b")))
        .isCloseTo(1, within(1e-12));
    assertThat(Measures.nmi(List.of(1, 1, 2, 2), List.of("a", "b", "a", "b")))
        .isCloseTo(0, within(1e-12));
  }
}
