package dev.sluice.calls;

import dev.sluice.media.SignedLink;
import dev.sluice.media.VideoFile;
import dev.sluice.provider.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;

/** Opens the files that are sent to a provider. */
@FunctionalInterface
interface UploadFiles {
  /** The file at a URI. */
  File at(String uri) throws IOException;

  /**
   * A link by which anyone can read the file for a time.
   *
   * @throws IOException when none can be signed for it
   */
  default String link(String uri, Duration valid) throws IOException {
    throw new IOException("no link can be signed for " + uri);
  }

  /** Files of any Hadoop file system. */
  static UploadFiles on(Configuration hadoop) {
    return new HadoopFiles(hadoop);
  }

  /** The bytes at a URI; it is looked up only when they are opened. */
  static ByteSource later(UploadFiles files, String uri) {
    return new ByteSource() {
      @Override
      public InputStream open() throws IOException {
        return files.at(uri).bytes().open();
      }

      @Override
      public InputStream open(long offset) throws IOException {
        return files.at(uri).bytes().open(offset);
      }
    };
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
