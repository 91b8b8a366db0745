package dev.sluice.calls;

import dev.sluice.media.VideoFile;
import dev.sluice.provider.ByteSource;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** Opens the files that are sent to a provider. */
@FunctionalInterface
interface UploadFiles {
  /** The file at a URI. */
  File at(String uri) throws IOException;

  /** Files of any Hadoop file system. */
  static UploadFiles on(Configuration hadoop) {
    return uri -> {
      VideoFile file = VideoFile.at(uri, hadoop);
      return new File(file.seen().sizeBytes(), file::open);
    };
  }

  /**
   * A file to send.
   *
   * @param sizeBytes its size
   * @param bytes its content, opened anew per attempt
   */
  record File(long sizeBytes, ByteSource bytes) {}
}
