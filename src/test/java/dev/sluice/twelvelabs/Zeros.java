package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import java.io.InputStream;
import java.util.Arrays;

/** A file of zeros that takes no room. */
record Zeros(long size) implements ByteSource {

  @Override
  public InputStream open() {
    return open(0);
  }

  @Override
  public InputStream open(long offset) {
    return new Stream(size - offset);
  }

  private static final class Stream extends InputStream {
    private long left;

    Stream(long left) {
      this.left = left;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int n = (int) Math.min(length, left);
      Arrays.fill(bytes, offset, offset + n, (byte) 0);
      left -= n;
      return n;
    }
  }
}
