package dev.sluice.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Shell scripts in the place of FFmpeg's programs. */
public final class FakePrograms {
  private FakePrograms() {}

  /** A probe with another ffprobe that waits for it for three seconds. */
  public static Probe impatient(Path ffprobe) {
    FfmpegPrograms real = FfmpegPrograms.onThisMachine();
    Duration limit = Duration.ofSeconds(3);
    return new Probe(new FfmpegPrograms(real.ffmpeg(), ffprobe, real.libraries()), limit, limit);
  }

  /** Programs whose ffprobe is the given script and whose ffmpeg succeeds. */
  static FfmpegPrograms withFfprobe(Path dir, String script) throws IOException {
    return new FfmpegPrograms(write(dir, "ffmpeg", "exit 0"), write(dir, "ffprobe", script), null);
  }

  static Path write(Path dir, String name, String script) throws IOException {
    Path file = dir.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
