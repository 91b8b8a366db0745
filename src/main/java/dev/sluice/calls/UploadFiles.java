package dev.sluice.calls;

import dev.sluice.media.Links;
import dev.sluice.media.SignedLink;
import dev.sluice.media.UnreadableFile;
import dev.sluice.media.VideoFile;
import dev.sluice.provider.ByteSource;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.conf.Configuration;

/** Opens the files that are sent to a provider. */
@FunctionalInterface
interface UploadFiles {
  /** Reasons that lie in the file or its name. */
  Set<String> GONE = Set.of("missing_file", "not_a_file", "bad_uri");

  /** The file at a URI. */
  File at(String uri) throws IOException;

  /**
   * A link by which anyone can read the file for a time.
   *
   * @throws IOException when none can be signed for it
   */
  default String link(String uri, Duration valid) throws IOException {
    throw new IOException("no link can be signed for " + Links.shown(uri));
  }

  /** Files of any Hadoop file system. */
  static UploadFiles on(Configuration hadoop) {
    return new HadoopFiles(hadoop);
  }

  /** The bytes at a URI; it is looked up once, when they are opened first. Thread-safe. */
  static ByteSource later(UploadFiles files, String uri) {
    return new ByteSource() {
      private ByteSource bytes;

      @Override
      public InputStream open() throws IOException {
        return open(0);
      }

      @Override
      public InputStream open(long offset) throws IOException {
        try {
          return bytes().open(offset);
        } catch (UnreadableFile e) {
          throw isGone(e) ? new FileNotFoundException(e.getMessage()) : e;
        }
      }

      private synchronized ByteSource bytes() throws IOException {
        if (bytes == null) {
          bytes = files.at(uri).bytes();
        }
        return bytes;
      }
    };
  }

  /** These bytes until it is over: from then on they cannot be read. */
  static ByteSource until(BooleanSupplier over, ByteSource bytes) {
    return new ByteSource() {
      @Override
      public InputStream open() throws IOException {
        return open(0);
      }

      @Override
      public InputStream open(long offset) throws IOException {
        return new FilterInputStream(offset == 0 ? bytes.open() : bytes.open(offset)) {
          @Override
          public int read() throws IOException {
            demand();
            return super.read();
          }

          @Override
          public int read(byte[] into, int from, int most) throws IOException {
            demand();
            return super.read(into, from, most);
          }
        };
      }

      private void demand() throws IOException {
        if (over.getAsBoolean()) {
          throw new InterruptedIOException("nobody wants it any more");
        }
      }
    };
  }

  /** Whether the file itself is at fault; otherwise its store is, or the way to it. */
  static boolean isGone(IOException e) {
    return e instanceof FileNotFoundException
        || e instanceof NoSuchFileException
        || (e instanceof UnreadableFile file && GONE.contains(file.reason()));
  }

  /**
   * A file to send.
   *
   * @param sizeBytes its size
   * @param bytes its content, opened anew per attempt
   */
  record File(long sizeBytes, ByteSource bytes) {}

  /** What a file holds, from any place in it. */
  record Bytes(VideoFile file) implements ByteSource {
    @Override
    public InputStream open() throws IOException {
      return file.open();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return file.open(offset);
    }
  }

  /** Files as Hadoop finds them; links are signed as S3A does. */
  record HadoopFiles(Configuration hadoop) implements UploadFiles {
    @Override
    public File at(String uri) throws IOException {
      VideoFile file = VideoFile.at(uri, hadoop);
      return new File(file.seen().sizeBytes(), new Bytes(file));
    }

    @Override
    public String link(String uri, Duration valid) throws IOException {
      return SignedLink.to(uri, hadoop, valid);
    }
  }
}
