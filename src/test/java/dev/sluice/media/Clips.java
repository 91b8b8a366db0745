package dev.sluice.media;

import java.nio.file.Path;

/** The demo's clips as test fixtures. */
final class Clips {
  private Clips() {}

  static Path file(String name) {
    return Path.of("jobs", "demo", "clips").resolve(name).toAbsolutePath();
  }
}
