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
  private final OutputStream out;
  private final ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
  private final ByteBuffer foot = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);

  TfRecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one record: what is left of a buffer that has an array. */
  void write(ByteBuffer payload) throws IOException {
    head.putLong(0, payload.remaining());
    head.putInt(Long.BYTES, MaskedCrc32c.of(head.slice(0, Long.BYTES)));
    foot.putInt(0, MaskedCrc32c.of(payload.duplicate()));
    out.write(head.array());
    out.write(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
    out.write(foot.array());
  }
}
