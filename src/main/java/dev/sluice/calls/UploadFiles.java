package dev.sluice.calls;

import dev.sluice.provider.ByteSource;
import java.io.IOException;

/** Opens the files that are sent to a provider. */
@FunctionalInterface
interface UploadFiles {
  /** The file at a URI. */
  File at(String uri) throws IOException;

  /**
   * A file to send.
   *
   * @param sizeBytes its size
   * @param bytes its content, opened anew per attempt
   */
  record File(long sizeBytes, ByteSource bytes) {}
}
