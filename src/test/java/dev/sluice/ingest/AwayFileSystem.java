package dev.sluice.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A store for {@code away:} that tells of files and gives none; some it does not even tell of. */
public final class AwayFileSystem extends RawLocalFileSystem {
  /** Has a run use it. */
  static Configuration in(Configuration stores) {
    stores.setClass("fs.away.impl", AwayFileSystem.class, FileSystem.class);
    return stores;
  }

  @Override
  public URI getUri() {
    return URI.create("away:///");
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (path.getName().startsWith("busy")) {
      throw new IOException("503 Slow Down");
    }
    if (path.getName().startsWith("closed")) {
      throw new AccessDeniedException(path.toString());
    }
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    throw new IOException("503 Slow Down");
  }
}
