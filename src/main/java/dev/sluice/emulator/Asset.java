package dev.sluice.emulator;

import java.nio.file.Path;
import java.util.Optional;

/**
 * An uploaded file.
 *
 * @param piece its id, times and stage
 * @param method {@code direct}, {@code url} or {@code multipart}
 * @param filename what its sender called it; only ever listed, never looked at
 * @param type its media type
 * @param file where its bytes are, or will be
 * @param url where its bytes come from, when they were not sent
 */
record Asset(
    Piece<Footage> piece,
    String method,
    String filename,
    String type,
    Path file,
    Optional<String> url)
    implements Work<Footage> {
  /** The kind of a picture. */
  static final String IMAGE = "image";

  /** {@code image}, or {@code video} for everything else. */
  String kind() {
    return type.startsWith(IMAGE + "/") ? IMAGE : "video";
  }
}
