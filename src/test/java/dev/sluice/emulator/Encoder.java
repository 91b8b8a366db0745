package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.FfmpegPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes other files out of the demo clips. */
final class Encoder {
  private final Path folder;

  Encoder(Path folder) {
    this.folder = folder;
  }

  Path reencoded(Path clip) throws IOException, InterruptedException {
    Path target = Files.createTempFile(folder, "again", ".mp4");
    ffmpeg(
        "-i",
        clip.toString(),
        "-c:v",
        "libopenh264",
        "-b:v",
        "900k",
        "-metadata",
        "title=pedestrians",
        target.toString());
    return target;
  }

  Path joined(String... clips) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>();
    StringBuilder filter = new StringBuilder();
    for (int i = 0; i < clips.length; i++) {
      arguments.addAll(
          List.of("-t", "5", "-i", Client.CLIPS.resolve(clips[i] + ".mp4").toString()));
      filter.append("[%d:v]scale=640:480,setsar=1,fps=25[v%d];".formatted(i, i));
    }
    for (int i = 0; i < clips.length; i++) {
      filter.append("[v%d]".formatted(i));
    }
    filter.append("concat=n=%d:v=1[v]".formatted(clips.length));
    Path target = Files.createTempFile(folder, "joined", ".mp4");
    arguments.addAll(List.of("-filter_complex", filter.toString(), "-map", "[v]"));
    arguments.addAll(List.of("-c:v", "libopenh264", "-b:v", "1500k", target.toString()));
    ffmpeg(arguments.toArray(String[]::new));
    return target;
  }

  static void ffmpeg(String... arguments) throws IOException, InterruptedException {
    FfmpegPrograms programs = FfmpegPrograms.onThisMachine();
    List<String> command = new ArrayList<>(List.of(programs.ffmpeg().toString(), "-y", "-nostdin"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (programs.libraries() != null) {
      builder.environment().put("LD_LIBRARY_PATH", programs.libraries().toString());
    }
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}
