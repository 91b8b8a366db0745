package dev.sluice.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of runs, under {@code target}: their logs are there afterwards. */
final class Folders {
  private Folders() {}

  static Path fresh(String name) throws IOException {
    Path parent = Files.createDirectories(Path.of("target", "chaos").toAbsolutePath());
    return Files.createTempDirectory(parent, name + "-");
  }
}
