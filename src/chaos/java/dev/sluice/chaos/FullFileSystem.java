package dev.sluice.chaos;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local file system under the scheme {@code full} with room for so many facts. Everything else is
 * written as usual: a lease lives on.
 */
public final class FullFileSystem extends RawLocalFileSystem {
  private static final URI NAME = URI.create("full:///");
  private static final AtomicInteger ROOM = new AtomicInteger(Integer.MAX_VALUE);

  /** For Hadoop. */
  public FullFileSystem() {}

  /** From now on there is room for so many facts, in this process. */
  static void room(int facts) {
    ROOM.set(facts);
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return NAME.getScheme();
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    takeRoom(file);
    return super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
  }

  @Override
  public FSDataOutputStream create(
      Path file,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    takeRoom(file);
    return super.create(file, overwrite, bufferSize, replication, blockSize, progress);
  }

  private static void takeRoom(Path file) throws IOException {
    if (!file.toString().contains("/RUN/") && ROOM.getAndDecrement() <= 0) {
      ROOM.set(0);
      throw new IOException("No space left on device");
    }
  }
}
