package dev.sluice.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads TFRecord framing and checks both CRCs of every record. Not thread-safe; does not close the
 * stream.
 */
final class TfRecordReader {
  private static final int FRAMING = 16;
  // Java has no longer arrays.
  private static final long MAX_RECORD_BYTES = Integer.MAX_VALUE - 8;
  private final InputStream in;
  private final long bytes;
  private long records;
  private long offset;

  /**
   * A reader.
   *
   * @param bytes how long the file is; no record that claims more is believed
   */
  TfRecordReader(InputStream in, long bytes) {
    this.in = in;
    this.bytes = bytes;
  }

  /**
   * The next record, or empty at the end.
   *
   * @throws DamagedFileException naming the record, its place and what is wrong with it
   */
  Optional<byte[]> next() throws IOException {
    byte[] head = in.readNBytes(12);
    if (head.length == 0) {
      return Optional.empty();
    }
    if (head.length < 12) {
      throw damaged("the file ends inside the record's length");
    }
    ByteBuffer buffer = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long length = buffer.getLong();
    if (buffer.getInt() != MaskedCrc32c.of(ByteBuffer.wrap(head, 0, Long.BYTES))) {
      throw damaged("the checksum of the record's length differs");
    }
    if (length < 0 || length > MAX_RECORD_BYTES) {
      throw damaged("the record claims " + length + " bytes");
    }
    if (length > bytes - offset - FRAMING) {
      throw damaged("the file ends inside the record");
    }
    byte[] payload = in.readNBytes((int) length);
    byte[] foot = in.readNBytes(4);
    if (payload.length < length || foot.length < 4) {
      throw damaged("the file ends inside the record");
    }
    int crc = ByteBuffer.wrap(foot).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (crc != MaskedCrc32c.of(ByteBuffer.wrap(payload))) {
      throw damaged("the checksum of the record's bytes differs");
    }
    records++;
    offset += FRAMING + length;
    return Optional.of(payload);
  }

  private DamagedFileException damaged(String what) {
    return new DamagedFileException("record %d at byte %d: %s".formatted(records, offset, what));
  }
}
