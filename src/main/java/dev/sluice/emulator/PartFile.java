package dev.sluice.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Writes a part into its place in a file. Blocks of zeros take no room on disk. */
final class PartFile {
  private static final int BLOCK = 64 << 10;
  private static final byte[] ZEROS = new byte[BLOCK];

  private PartFile() {}

  /**
   * Writes a part and gives its digest, as object stores do; empty when it has another length.
   *
   * @param offset where it begins in the file
   * @param bytes how long it must be
   */
  static Optional<String> write(InputStream in, Path file, long offset, int bytes)
      throws IOException {
    MessageDigest digest = md5();
    byte[] block = new byte[BLOCK];
    int written = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      while (written < bytes) {
        int n = in.readNBytes(block, 0, Math.min(BLOCK, bytes - written));
        if (n == 0) {
          return Optional.empty();
        }
        digest.update(block, 0, n);
        if (!isZero(block, n) || !isHole(channel, offset + written, n)) {
          writeFully(channel, ByteBuffer.wrap(block, 0, n), offset + written);
        }
        written += n;
      }
      if (in.read() >= 0) {
        return Optional.empty();
      }
      stretch(channel, offset + bytes);
    }
    return Optional.of(HexFormat.of().formatHex(digest.digest()));
  }

  private static boolean isZero(byte[] block, int length) {
    return Arrays.equals(block, 0, length, ZEROS, 0, length);
  }

  private static boolean isHole(FileChannel channel, long at, int length) throws IOException {
    ByteBuffer there = ByteBuffer.allocate(length);
    while (there.hasRemaining() && channel.read(there, at + there.position()) > 0) {}
    return isZero(there.array(), there.position());
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes, long at)
      throws IOException {
    long from = at;
    while (bytes.hasRemaining()) {
      from += channel.write(bytes, from);
    }
  }

  /** A last byte gives a file of zeros its length; parts come in any order. */
  private static void stretch(FileChannel channel, long length) throws IOException {
    if (channel.size() < length) {
      writeFully(channel, ByteBuffer.wrap(ZEROS, 0, 1), length - 1);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has MD5", e);
    }
  }
}
