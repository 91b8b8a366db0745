package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReleasePlanTest {
  @Test
  void shardsHoldAtMostTheirNumberAndNeverTwoSplits() {
    ReleasePlan plan =
        plan(
            2,
            line("a", "x", "test"),
            line("b", "y", "test"),
            line("cé", "x", "test"),
            line("a", "x", "train"));
    assertThat(plan.shards())
        .containsExactly(
            new PlannedShard(0, "test", 0, "a", 2, 1, 4),
            new PlannedShard(1, "test", 1, "cé", 1, 2, 4),
            new PlannedShard(2, "train", 0, "a", 1, 1, 4));
    assertThat(plan.classMap()).containsExactly(Map.entry("x", 0), Map.entry("y", 1));
    assertThat(plan.counts().get("test")).containsExactly(Map.entry("x", 2L), Map.entry("y", 1L));
    assertThat(plan.items()).isEqualTo(4);
  }

  @Test
  void theIdChangesWithEverythingThatMattersAndWithNothingElse() {
    String id = plan(2, line("a", "x", "test")).releaseId();
    assertThat(plan(2, line("a", "x", "test")).releaseId()).isEqualTo(id);
    assertThat(plan(3, line("a", "x", "test")).releaseId()).isNotEqualTo(id);
    assertThat(plan(2, line("a", "y", "test")).releaseId()).isNotEqualTo(id);
    assertThat(plan(2, line("a", "x", "train")).releaseId()).isNotEqualTo(id);
    assertThat(plan(2, line("ax", "", "test")).releaseId()).isNotEqualTo(id);
  }

  @Test
  void theSameItemTwiceIsAnErrorThatNamesIt() {
    ReleasePlan.Builder plan = new ReleasePlan.Builder(Map.of(), 2);
    plan.add(line("a", "x", "test"));
    assertThatThrownBy(() -> plan.add(line("a", "y", "test"))).hasMessageContaining("item 'a'");
  }

  @Test
  void vectorsOfTwoLengthsAreAnError() {
    ReleasePlan.Builder plan = new ReleasePlan.Builder(Map.of(), 2);
    plan.add(line("a", "x", "test"));
    assertThatThrownBy(() -> plan.add(new ReleaseLine("b", "x", "test", "c", "k", 5)))
        .hasMessageContaining("one release holds one lens");
  }

  @Test
  void everyItemIsAssignedToItsPlannedShardInUtf8Order() {
    // U+FF5E sorts before U+1F600 as UTF-8 and after it as UTF-16.
    ReleasePlan plan =
        plan(
            1,
            line("a", "x", "test"),
            line("\uFF5E", "x", "test"),
            line("\uD83D\uDE00", "x", "test"),
            line("a", "x", "train"));
    ShardOf shardOf = new ShardOf(plan.shards());
    for (PlannedShard shard : plan.shards()) {
      assertThat(shardOf.call(shard.split(), shard.firstItemId())).isEqualTo(shard.ordinal());
    }
    assertThat(shardOf.call("test", "ab")).isZero();
  }

  @Test
  void functionsForExecutorsCanBeSent() throws IOException {
    ReleasePlan plan = plan(1, line("a", "x", "test"));
    try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
      out.writeObject(new ShardOf(plan.shards()));
      out.writeObject(
          new WriteItems(
              new org.apache.spark.util.SerializableConfiguration(
                  new org.apache.hadoop.conf.Configuration(false)),
              "file:/x",
              plan,
              List.of(ExportFormat.values())));
      out.writeObject(
          new WriteVideos(
              new org.apache.spark.util.SerializableConfiguration(
                  new org.apache.hadoop.conf.Configuration(false)),
              "file:/x",
              plan,
              plan.shards(),
              ExportFormat.FIFTYONE));
    }
  }

  @Test
  void reasonsAreNamedInOnePhrase() {
    assertThat(new Census(Map.of("ready", 1L), Map.of("unnamed", 7L), Map.of()).reasons())
        .isEqualTo(", 7 left out (unnamed)");
    assertThat(
            new Census(
                    Map.of(),
                    new java.util.TreeMap<>(Map.of("unnamed", 7L, "no_vector", 1L)),
                    Map.of())
                .reasons())
        .isEqualTo(", 8 left out (1 without a vector, 7 unnamed)");
  }

  private static ReleasePlan plan(int shardItems, ReleaseLine... lines) {
    ReleasePlan.Builder plan = new ReleasePlan.Builder(Map.of("name", "demo"), shardItems);
    for (ReleaseLine line : lines) {
      plan.add(line);
    }
    return plan.build();
  }

  private static ReleaseLine line(String id, String label, String split) {
    return new ReleaseLine(id, label, split, "c", "k", 4);
  }
}
