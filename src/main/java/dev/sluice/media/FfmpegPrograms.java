package dev.sluice.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where FFmpeg's {@code ffmpeg} and {@code ffprobe} are. Immutable and thread-safe.
 *
 * @param ffmpeg the program that decodes
 * @param ffprobe the program that measures
 * @param libraries folder of the shared libraries they need, or null when the system knows them
 */
public record FfmpegPrograms(Path ffmpeg, Path ffprobe, Path libraries) {
  /** Environment variable that names a folder with both programs. */
  public static final String DIR_VARIABLE = "SLUICE_FFMPEG_DIR";

  private static final ChildProcess.Limits VERSION_LIMITS =
      new ChildProcess.Limits(Duration.ofSeconds(20), 1 << 20, 4L << 30);

  /**
   * The programs of this machine: the folder in {@code SLUICE_FFMPEG_DIR} when it is set, otherwise
   * those on the class path, unpacked once per user, otherwise those on the {@code PATH}. Looked up
   * once per JVM; safe when several JVMs start at the same time.
   *
   * @throws IllegalStateException when none of them starts, saying why and what to do
   */
  public static FfmpegPrograms onThisMachine() {
    return Found.PROGRAMS;
  }

  /** Variables a child needs to run these programs. */
  Map<String, String> environment() {
    return libraries == null ? Map.of() : Map.of("LD_LIBRARY_PATH", libraries.toString());
  }

  /** Looks in all places; the first whose programs start wins. */
  static FfmpegPrograms find(String dirVariable, String pathVariable, FfmpegBundle bundle) {
    List<String> tried = new ArrayList<>();
    if (dirVariable != null && !dirVariable.isBlank()) {
      FfmpegPrograms named = in(Path.of(dirVariable));
      String problem = named.problem();
      if (problem == null) {
        return named;
      }
      // A person named this folder: silently using another one would hide the mistake.
      throw new IllegalStateException(
          "%s is set to %s, but %s. Name a folder that holds working ffmpeg and ffprobe programs, or unset it."
              .formatted(DIR_VARIABLE, dirVariable, problem));
    }
    try {
      Path unpacked = bundle.unpack();
      FfmpegPrograms bundled =
          new FfmpegPrograms(unpacked.resolve("ffmpeg"), unpacked.resolve("ffprobe"), unpacked);
      String problem = bundled.problem();
      if (problem == null) {
        return bundled;
      }
      tried.add("those Sluice brings: " + problem);
    } catch (IOException e) {
      tried.add("those Sluice brings: " + e.getMessage());
    }
    for (String folder : pathVariable == null ? new String[0] : pathVariable.split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "ffprobe"))) {
        FfmpegPrograms system = in(Path.of(folder));
        String problem = system.problem();
        if (problem == null) {
          return system;
        }
        tried.add(folder + ": " + problem);
      }
    }
    throw new IllegalStateException(
        "No working FFmpeg on this machine (tried %s). Install FFmpeg with its ffprobe, or set %s to a folder that holds both."
            .formatted(String.join("; ", tried), DIR_VARIABLE));
  }

  private static FfmpegPrograms in(Path dir) {
    return new FfmpegPrograms(dir.resolve("ffmpeg"), dir.resolve("ffprobe"), null);
  }

  /** Why these programs cannot be used, or null. */
  private String problem() {
    for (Path program : List.of(ffmpeg, ffprobe)) {
      if (!Files.isExecutable(program)) {
        return program + " is not there or not executable";
      }
      var result =
          ChildProcess.run(
              List.of(program.toString(), "-hide_banner", "-version"),
              environment(),
              VERSION_LIMITS);
      if (!(result instanceof ChildProcess.Exited exited)) {
        return program + " does not start (" + result.getClass().getSimpleName() + ")";
      }
      if (exited.code() != 0) {
        // The usual case is a system library that a slim image lacks; the loader names it.
        return program + " does not start: " + exited.errors();
      }
    }
    return null;
  }

  /** Holder: looked up at first use and never again. */
  private static final class Found {
    static final FfmpegPrograms PROGRAMS =
        find(System.getenv(DIR_VARIABLE), System.getenv("PATH"), FfmpegBundle.onClassPath());

    private Found() {}
  }
}
