package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Map;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A file part, streamed from its source: never held whole, opened anew for each request. */
final class SourceBody extends RequestBody {
  private static final int CHUNK = 64 << 10;
  private static final Map<String, String> TYPES =
      Map.of(
          "mp4", "video/mp4",
          "m4v", "video/mp4",
          "mov", "video/quicktime",
          "mkv", "video/x-matroska",
          "webm", "video/webm",
          "avi", "video/x-msvideo");

  private final MediaType type;
  private final long size;
  private final ByteSource source;

  SourceBody(String fileName, long size, ByteSource source) {
    String ending = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    this.type = MediaType.get(TYPES.getOrDefault(ending, "application/octet-stream"));
    this.size = size;
    this.source = source;
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
      for (int n = next(in, chunk); n >= 0; n = next(in, chunk)) {
        sent += n;
        if (sent > size) {
          throw changed("more than " + size);
        }
        sink.write(chunk, 0, n);
      }
    }
    if (sent != size) {
      throw changed(sent + " instead of " + size);
    }
  }

  private InputStream open() throws SourceFailed {
    try {
      return source.open();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static int next(InputStream in, byte[] chunk) throws SourceFailed {
    try {
      return in.read(chunk);
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
