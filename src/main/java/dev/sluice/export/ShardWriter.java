package dev.sluice.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Writes the files of one shard in one format. Used by one thread.
 *
 * @param <T> what a record is made of
 */
interface ShardWriter<T> extends Closeable {
  /** Adds a record. */
  void write(T record) throws IOException;

  /** Ends the files and says what they are. */
  List<ShardFile> finish() throws IOException;
}
