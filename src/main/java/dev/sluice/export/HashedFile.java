package dev.sluice.export;

import dev.sluice.media.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file being written, with its size and checksum, in large blocks. Not thread-safe. */
final class HashedFile extends OutputStream {
  private static final int BLOCK = 1 << 16;
  private final MessageDigest digest = Sha256.digest();
  private final String path;
  private final OutputStream out;
  private final byte[] block = new byte[BLOCK];
  private int used;
  private long bytes;

  HashedFile(String path, OutputStream out) {
    this.path = path;
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (used == BLOCK) {
        flushBlock();
      }
      int some = Math.min(left, BLOCK - used);
      System.arraycopy(buffer, from, block, used, some);
      used += some;
      from += some;
      left -= some;
    }
    bytes += length;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flushBlock();
    }
  }

  /** Closes the file and describes it. Call once. */
  ShardFile finish(String split, ExportFormat format, long items) throws IOException {
    close();
    return new ShardFile(
        path, split, format.key(), items, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private void flushBlock() throws IOException {
    if (used > 0) {
      out.write(block, 0, used);
      digest.update(block, 0, used);
      used = 0;
    }
  }
}
