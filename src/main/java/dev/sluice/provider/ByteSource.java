package dev.sluice.provider;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read more than once, so that a request body can be built anew per attempt. */
@FunctionalInterface
public interface ByteSource {
  /** Opens the bytes from their start; the caller closes the stream. */
  InputStream open() throws IOException;
}
