package dev.sluice.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PartitionsTest {
  private static final Offset<Double> CLOSE = within(5e-5);

  @Test
  void theExampleOfPartitionsWorkedByHand() {
    Partitions partitions = partitions("aaabbb", "112222");
    assertThat(partitions.purity()).isCloseTo(5 / 6.0, CLOSE);
    assertThat(partitions.nmi()).isCloseTo(0.4787, CLOSE);
    assertThat(partitions.ari()).isCloseTo(0.3243, CLOSE);
  }

  @Test
  void theOrderOfCountingChangesNoDigit() {
    Partitions one = new Partitions();
    Partitions other = new Partitions();
    // Names that fall into one place of a hash table, where the first comes first.
    String[] names = {"AaAa", "AaBB", "BBAa", "BBBB"};
    for (int i = 0; i < names.length; i++) {
      one.add(names[i], "k", 7L * i * i + 1);
      int back = names.length - 1 - i;
      other.add(names[back], "k", 7L * back * back + 1);
    }
    one.add("z", "l", 13);
    other.add("z", "l", 13);
    assertThat(one.nmi()).isEqualTo(other.nmi());
  }

  @Test
  void namesOfPartsDoNotMatter() {
    Partitions same = partitions("aabbcc", "331122");
    assertThat(same.purity()).isEqualTo(1);
    assertThat(same.nmi()).isCloseTo(1, CLOSE);
    assertThat(same.ari()).isCloseTo(1, CLOSE);
  }

  @Test
  void whatSaysNothingMeasuresNothing() {
    Partitions crossed = partitions("aabb", "1212");
    assertThat(crossed.nmi()).isCloseTo(0, CLOSE);
    assertThat(crossed.ari()).isCloseTo(-0.5, CLOSE);
    assertThat(crossed.purity()).isEqualTo(0.5);
  }

  @Test
  void oneItemAndOnePartAreTheSamePartition() {
    for (Partitions one : List.of(partitions("a", "1"), partitions("aaa", "111"))) {
      assertThat(one.purity()).isEqualTo(1);
      assertThat(one.nmi()).isEqualTo(1);
      assertThat(one.ari()).isEqualTo(1);
    }
  }

  private static Partitions partitions(String truths, String clusters) {
    Partitions partitions = new Partitions();
    for (int i = 0; i < truths.length(); i++) {
      partitions.add(truths.substring(i, i + 1), clusters.substring(i, i + 1), 1);
    }
    return partitions;
  }
}
