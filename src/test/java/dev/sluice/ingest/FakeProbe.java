package dev.sluice.ingest;

import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** A real probe, except that its ffprobe dies on one file and hangs on another. */
record FakeProbe(String ffprobe) implements ProbeSource {

  static FakeProbe that(Path dir, String abortsOn, String hangsOn) throws IOException {
    Path script = dir.resolve("ffprobe");
    Files.writeString(
        script,
        """
        #!/bin/sh
        case "$*" in
          *%s*) kill -ABRT $$ ;;
          *%s*) sleep 3600 ;;
        esac
        exec '%s' "$@"
        """
            .formatted(abortsOn, hangsOn, FfmpegPrograms.onThisMachine().ffprobe()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FakeProbe(script.toString());
  }

  @Override
  public Probe probe() {
    FfmpegPrograms real = FfmpegPrograms.onThisMachine();
    return new Probe(
        new FfmpegPrograms(real.ffmpeg(), Path.of(ffprobe), real.libraries()),
        Duration.ofSeconds(3));
  }
}
