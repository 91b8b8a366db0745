package dev.sluice.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies a stream piece by piece, cutting at every delimiter. Holds one buffer in memory. */
final class DelimitedStream {
  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[64 << 10];
  private int position;
  private int limit;

  /** The stream counts as starting with a line break, as the first delimiter of a form expects. */
  DelimitedStream(InputStream in, byte[] delimiter) {
    this.in = in;
    this.delimiter = delimiter.clone();
    buffer[0] = '\r';
    buffer[1] = '\n';
    limit = 2;
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 255;
  }

  /** Copies up to the next delimiter, which is consumed; fails when there is none, or too much. */
  void copyTo(OutputStream out, long largest) throws IOException {
    long copied = 0;
    while (true) {
      int found = find();
      int end = found >= 0 ? found : Math.max(position, limit - delimiter.length + 1);
      copied += end - position;
      if (copied > largest) {
        throw ApiError.plain(
            400,
            "video_filesize_too_large",
            "The file is too large. Please use a file with a size less than %d bytes."
                .formatted(largest));
      }
      out.write(buffer, position, end - position);
      position = end;
      if (found >= 0) {
        position += delimiter.length;
        return;
      }
      if (!fill()) {
        throw ApiError.plain(
            400, "parameter_invalid", "The form ends before its closing boundary.");
      }
    }
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, position, buffer, 0, limit - position);
    limit -= position;
    position = 0;
    int read = in.read(buffer, limit, buffer.length - limit);
    if (read < 0) {
      return false;
    }
    limit += read;
    return true;
  }

  private int find() {
    for (int start = position; start <= limit - delimiter.length; start++) {
      int i = 0;
      while (i < delimiter.length && buffer[start + i] == delimiter[i]) {
        i++;
      }
      if (i == delimiter.length) {
        return start;
      }
    }
    return -1;
  }
}
