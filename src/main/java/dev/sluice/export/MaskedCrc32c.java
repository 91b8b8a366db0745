package dev.sluice.export;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C as TFRecord files store it: rotated and offset, so that a CRC of CRCs stays useful. */
final class MaskedCrc32c {
  private static final int OFFSET = 0xa282ead8;

  private MaskedCrc32c() {}

  static int of(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return Integer.rotateRight((int) crc.getValue(), 15) + OFFSET;
  }
}
