package dev.sluice.export;

import java.util.ArrayList;
import java.util.List;

/** Cuts videos into shards, never a video in two, with memory for the shards only. */
final class VideoPlan {
  private final int shardItems;
  private final int dim;
  private final List<PlannedShard> shards = new ArrayList<>();
  private String split;
  private String firstVideo;
  private int videos;
  private long segments;
  private int shardsOfSplit;

  /**
   * Starts a plan.
   *
   * @param shardItems segments per shard at most, unless one video has more
   * @param dim length of the vectors
   */
  VideoPlan(int shardItems, int dim) {
    this.shardItems = shardItems;
    this.dim = dim;
  }

  /** Adds the next video, in the order of split and id as UTF-8 bytes. */
  void add(String videoSplit, String videoId, long videoSegments) {
    boolean newSplit = !videoSplit.equals(split);
    if (videos > 0 && (newSplit || segments + videoSegments > shardItems)) {
      close();
    }
    if (newSplit) {
      split = videoSplit;
      shardsOfSplit = 0;
    }
    if (videos == 0) {
      firstVideo = videoId;
    }
    videos++;
    segments += videoSegments;
  }

  /** The shards, in order; {@code items} of a shard are videos. */
  List<PlannedShard> shards() {
    if (videos > 0) {
      close();
    }
    return shards;
  }

  private void close() {
    shards.add(new PlannedShard(shards.size(), split, shardsOfSplit++, firstVideo, videos, 0, dim));
    videos = 0;
    segments = 0;
  }
}
