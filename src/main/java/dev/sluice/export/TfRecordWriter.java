package dev.sluice.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes TFRecord framing: length, masked CRC32C of the length, the record, masked CRC32C of the
 * record; little endian. Not thread-safe; does not close the stream.
 */
final class TfRecordWriter {
  private static final int LENGTH_BYTES = 8;
  private final OutputStream out;

  TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one record. */
  void write(byte[] payload) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(payload.length);
    head.putInt(MaskedCrc32c.of(head.array(), LENGTH_BYTES));
    out.write(head.array());
    out.write(payload);
    ByteBuffer foot = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    foot.putInt(MaskedCrc32c.of(payload, payload.length));
    out.write(foot.array());
  }
}
