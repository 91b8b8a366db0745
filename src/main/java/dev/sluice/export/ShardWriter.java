package dev.sluice.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Writes the files of one shard in one format. Used by one thread. */
interface ShardWriter extends Closeable {
  /** Adds an item. */
  void write(ReleaseItem item) throws IOException;

  /** Ends the files and says what they are. */
  List<ShardFile> finish() throws IOException;
}
