package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tables.ClusterRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlikeClustersTest {

  @Test
  void theExampleWorkedByHand() {
    List<ClusterRow> clusters =
        List.of(cluster(0, 30, 0.4, 1, 0.3, 0.3), cluster(1, 10, 0.5, 0, 0.3, 0.1));
    assertThat(AlikeClusters.of(clusters)).containsExactly(new Findings.Alike(0, 1, 0.333, 0.25));
  }

  @Test
  void clustersThatLieApartOrWithClearItemsAreNotNamed() {
    assertThat(
            AlikeClusters.of(
                List.of(cluster(0, 30, 0.4, 1, 0.46, 0.3), cluster(1, 10, 0.5, 0, 0.46, 0.1))))
        .as("0.46 / 0.9 is above 0.5")
        .isEmpty();
    assertThat(
            AlikeClusters.of(
                List.of(cluster(0, 30, 0.4, 1, 0.3, 0.2), cluster(1, 10, 0.5, 0, 0.3, 0.1))))
        .as("7 of 40 are too few")
        .isEmpty();
  }

  @Test
  void aPairIsFoundFromTheSideThatIsNearest() {
    // 2 is nearest to 0, and 0 nearer to 1.
    List<ClusterRow> clusters =
        List.of(
            cluster(0, 10, 0.5, 1, 0.2, 0.5),
            cluster(1, 10, 0.5, 0, 0.2, 0.5),
            cluster(2, 10, 0.5, 0, 0.4, 0.5));
    assertThat(AlikeClusters.of(clusters))
        .containsExactly(new Findings.Alike(0, 1, 0.2, 0.5), new Findings.Alike(0, 2, 0.4, 0.5));
    assertThat(new AlikeText(SampleFindings.plain()).of(new Findings.Alike(0, 1, 0.4, 0.25)))
        .isEqualTo(
            "#0 (unnamed) and #1 (pedestrians) may be one category: their centres are 0.40 of"
                + " their spreads apart, 25% of their items lie almost as near to another centre");
  }

  @Test
  void oneClusterAndIdenticalItemsAreNoPair() {
    assertThat(AlikeClusters.of(List.of(cluster(0, 10, 0.5, null, null, 0)))).isEmpty();
    assertThat(AlikeClusters.of(List.of(cluster(0, 3, 0, 1, 0.1, 1), cluster(1, 3, 0, 0, 0.1, 1))))
        .isEmpty();
  }

  private static ClusterRow cluster(
      int id, long size, double mean, Integer nearest, Double distance, double small) {
    return new ClusterRow(
        "c", id, "i" + id, null, null, null, size, mean, 0.1, null, 0.2, nearest, distance, small);
  }
}
