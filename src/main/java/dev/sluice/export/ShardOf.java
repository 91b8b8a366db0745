package dev.sluice.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.api.java.UDF2;

/** Which shard an item belongs to, by split and id; compares text as Spark does, by UTF-8 bytes. */
final class ShardOf implements UDF2<String, String, Integer> {
  private static final long serialVersionUID = 1L;
  private final ArrayList<PlannedShard> shards;

  /**
   * The shards of a plan.
   *
   * @param shards in order of split and id, not empty
   */
  ShardOf(List<PlannedShard> shards) {
    this.shards = new ArrayList<>(shards);
  }

  @Override
  public Integer call(String split, String itemId) {
    int low = 0;
    int high = shards.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      PlannedShard shard = shards.get(middle);
      int bySplit = compare(shard.split(), split);
      if (bySplit < 0 || (bySplit == 0 && compare(shard.firstItemId(), itemId) <= 0)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
