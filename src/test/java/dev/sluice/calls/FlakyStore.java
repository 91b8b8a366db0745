package dev.sluice.calls;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** This machine's disk as {@code flaky:}, which fails on command. */
public final class FlakyStore extends RawLocalFileSystem {
  /** How it fails. */
  enum Fault {
    NONE,
    STATUS,
    READ
  }

  static volatile Fault fault = Fault.NONE;

  @Override
  public URI getUri() {
    return URI.create("flaky:///");
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    if (fault == Fault.STATUS) {
      throw new IOException("the store does not answer");
    }
    return super.getFileStatus(path);
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return fault == Fault.READ
        ? new FSDataInputStream(new BreaksOff(super.open(path, bufferSize)))
        : super.open(path, bufferSize);
  }

  private static final class BreaksOff extends FSInputStream {
    private final InputStream in;

    BreaksOff(InputStream in) {
      this.in = new FilterInputStream(in) {};
    }

    @Override
    public int read() throws IOException {
      in.close();
      throw new IOException("connection reset by the store");
    }

    @Override
    public void seek(long position) {}

    @Override
    public long getPos() {
      return 0;
    }

    @Override
    public boolean seekToNewSource(long target) {
      return false;
    }
  }
}
