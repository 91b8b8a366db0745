package dev.sluice.media;

import java.io.IOException;
import java.io.InputStream;

/** A video's bytes in one kind of store. */
interface VideoObject {
  /** What the store says about it; the object is not opened. */
  Seen seen() throws IOException;

  /** Its bytes from an offset on; the caller closes the stream and may do so early. */
  InputStream from(long offset) throws IOException;
}
