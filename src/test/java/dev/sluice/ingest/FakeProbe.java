package dev.sluice.ingest;

import dev.sluice.media.FakePrograms;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A real probe, except that its ffprobe does something else on some files. */
record FakeProbe(String ffprobe) implements ProbeSource {

  /** What is done, as a shell says it, by a part of the file's name. */
  static FakeProbe that(Path dir, Map<String, String> doesOn) throws IOException {
    StringBuilder cases = new StringBuilder();
    doesOn.forEach((name, does) -> cases.append("*%s*) %s ;;\n".formatted(name, does)));
    Path script = dir.resolve("ffprobe");
    Files.writeString(
        script,
        """
        #!/bin/sh
        case "$*" in
        %sesac
        exec '%s' "$@"
        """
            .formatted(cases, FfmpegPrograms.onThisMachine().ffprobe()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new FakeProbe(script.toString());
  }

  @Override
  public Probe probe() {
    return FakePrograms.impatient(Path.of(ffprobe));
  }
}
