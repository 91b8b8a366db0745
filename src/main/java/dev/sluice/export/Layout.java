package dev.sluice.export;

import java.io.IOException;
import java.util.List;

/** What a record of a file format is made of, and how a shard of it is started. */
sealed interface Layout {
  /** One item is one record. */
  @FunctionalInterface
  non-sealed interface ByItem extends Layout {
    /** Starts the files of a shard. */
    ShardWriter<ReleaseItem> open(ShardTarget target, PlannedShard shard) throws IOException;
  }

  /** A video with all its segments is one record. */
  @FunctionalInterface
  non-sealed interface ByVideo extends Layout {
    /**
     * Starts the files of a shard.
     *
     * @param classes labels by index
     */
    ShardWriter<ReleaseVideo> open(ShardTarget target, PlannedShard shard, List<String> classes)
        throws IOException;
  }
}
