package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A file or a part of one, streamed from its source: never held whole, opened anew each time. */
final class SourceBody extends RequestBody {
  private static final int CHUNK = 64 << 10;
  private static final Map<String, String> TYPES =
      Map.of(
          "mp4", "video/mp4",
          "m4v", "video/mp4",
          "mov", "video/quicktime",
          "mkv", "video/x-matroska",
          "webm", "video/webm",
          "avi", "video/x-msvideo",
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg");

  private static final String BYTES = "application/octet-stream";

  private final MediaType type;
  private final long offset;
  private final long size;
  private final boolean toTheEnd;
  private final ByteSource source;

  private SourceBody(String type, long offset, long size, boolean toTheEnd, ByteSource source) {
    this.type = MediaType.get(type);
    this.offset = offset;
    this.size = size;
    this.toTheEnd = toTheEnd;
    this.source = source;
  }

  /** All of a file. */
  static SourceBody file(String fileName, long size, ByteSource source) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return new SourceBody(TYPES.getOrDefault(ending, BYTES), 0, size, true, source);
  }

  /** A part of a file. */
  static SourceBody part(PartSender.Part part, ByteSource source) {
    return new SourceBody(BYTES, part.offset(), part.bytes(), part.last(), source);
  }

  @Override
  public MediaType contentType() {
    return type;
  }

  @Override
  public long contentLength() {
    return size;
  }

  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    byte[] chunk = new byte[CHUNK];
    long sent = 0;
    try (InputStream in = open()) {
      while (sent < size) {
        int n = next(in, chunk, (int) Math.min(CHUNK, size - sent));
        if (n < 0) {
          throw changed((offset + sent) + " instead of " + (offset + size));
        }
        sent += n;
        sink.write(chunk, 0, n);
      }
      if (toTheEnd && next(in, chunk, 1) >= 0) {
        throw changed("more than " + (offset + size));
      }
    }
  }

  private InputStream open() throws SourceFailed {
    try {
      return offset == 0 ? source.open() : source.open(offset);
    } catch (EOFException e) {
      // Stores that break off say the same; a file has no end before its beginning.
      throw offset == 0 ? unreadable(e) : changed("less than " + offset);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static int next(InputStream in, byte[] chunk, int most) throws SourceFailed {
    try {
      return in.read(chunk, 0, most);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static SourceFailed changed(String bytes) {
    return new SourceFailed(
        "source_changed", true, "the file holds " + bytes + " bytes: it changed since it was read");
  }

  /** Only the kind of failure: the message would name a local path. */
  private static SourceFailed unreadable(IOException e) {
    boolean missing = e instanceof FileNotFoundException || e instanceof NoSuchFileException;
    return missing
        ? new SourceFailed("source_missing", true, "the file is not there any more")
        : new SourceFailed(
            "source_unreadable",
            false,
            "the file could not be read (" + e.getClass().getSimpleName() + ")");
  }

  /** Our own file failed, not the provider. */
  static final class SourceFailed extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final boolean lasting;

    SourceFailed(String code, boolean lasting, String message) {
      super(message);
      this.code = code;
      this.lasting = lasting;
    }

    String code() {
      return code;
    }

    boolean isLasting() {
      return lasting;
    }
  }
}
