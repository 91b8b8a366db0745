package dev.sluice.provider;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read more than once, so that a request body can be built anew per attempt. */
@FunctionalInterface
public interface ByteSource {
  /** Opens the bytes from their start; the caller closes the stream. */
  InputStream open() throws IOException;

  /**
   * Opens the bytes from an offset on; the caller closes the stream. Sources that can go to a place
   * without reading what is before it do so.
   *
   * @param offset bytes from the start, 0 or more
   * @throws java.io.EOFException when there are fewer bytes
   */
  default InputStream open(long offset) throws IOException {
    InputStream in = open();
    try {
      in.skipNBytes(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
