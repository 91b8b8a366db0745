package dev.sluice.export;

import java.io.IOException;

/** Where the files of shards go. */
interface ShardTarget {
  /** Starts a file, replacing what a failed attempt left of it. */
  HashedFile create(String path) throws IOException;
}
