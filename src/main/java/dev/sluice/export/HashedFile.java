package dev.sluice.export;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A file being written, with its size and checksum. Not thread-safe. */
final class HashedFile extends FilterOutputStream {
  private final MessageDigest digest = Sha256.digest();
  private final String path;
  private long bytes;

  HashedFile(String path, OutputStream out) {
    super(out);
    this.path = path;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    out.write(buffer, offset, length);
    digest.update(buffer, offset, length);
    bytes += length;
  }

  /** Closes the file and describes it. Call once. */
  ShardFile finish(String split, ExportFormat format, long items) throws IOException {
    close();
    return new ShardFile(
        path, split, format.key(), items, bytes, HexFormat.of().formatHex(digest.digest()));
  }
}
