package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegProgramsTest {
  private static final String RESOURCES = FfmpegBundle.onClassPath().folder();

  @Test
  void theNamedFolderComesFirst(@TempDir Path dir) throws IOException {
    FakePrograms.withFfprobe(dir, "exit 0");
    assertThat(FfmpegPrograms.find(dir.toString(), null, none(dir)).ffmpeg())
        .isEqualTo(dir.resolve("ffmpeg"));
  }

  @Test
  void aNamedFolderWithoutProgramsIsAnErrorAndNotSkipped(@TempDir Path dir) {
    assertThatThrownBy(() -> FfmpegPrograms.find(dir.toString(), "/usr/bin", none(dir)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("SLUICE_FFMPEG_DIR")
        .hasMessageContaining(dir.toString());
  }

  @Test
  void withoutABundleThePathIsSearched(@TempDir Path dir) throws IOException {
    FakePrograms.withFfprobe(dir, "exit 0");
    assertThat(FfmpegPrograms.find(null, "/nowhere:" + dir, none(dir)).ffprobe())
        .isEqualTo(dir.resolve("ffprobe"));
  }

  @Test
  void nothingThatWorksSaysWhatWasTriedAndWhatToDo(@TempDir Path dir) throws IOException {
    FakePrograms.withFfprobe(dir, "echo libxcb.so.1: cannot open shared object file >&2; exit 127");
    assertThatThrownBy(() -> FfmpegPrograms.find(null, dir.toString(), none(dir)))
        .hasMessageContaining("libxcb.so.1")
        .hasMessageContaining("SLUICE_FFMPEG_DIR");
  }

  @Test
  void severalProcessesMayUnpackAtOnce(@TempDir Path dir) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Path>> unpacked = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        unpacked.add(threads.submit(() -> new FfmpegBundle(RESOURCES, dir).unpack()));
      }
      Path first = unpacked.get(0).get();
      for (Future<Path> other : unpacked) {
        assertThat(other.get()).isEqualTo(first);
      }
      assertThat(new FfmpegPrograms(first.resolve("ffmpeg"), first.resolve("ffprobe"), first))
          .satisfies(
              p ->
                  assertThat(new Probe(p).probe(Clips.file("coin_00.mp4")))
                      .isInstanceOf(ProbeResult.Facts.class));
      try (var files = Files.list(first)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .contains("ffmpeg", "ffprobe")
            .noneMatch(n -> n.startsWith("."));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aDamagedFileIsUnpackedAgain(@TempDir Path dir) throws IOException {
    FfmpegBundle bundle = new FfmpegBundle(RESOURCES, dir);
    Path program = bundle.unpack().resolve("ffprobe");
    long size = Files.size(program);
    Files.delete(program);
    Files.writeString(program, "");
    bundle.unpack();
    assertThat(program).hasSize(size);
  }

  @Test
  void theProgramsAskForNothingThatAServerLacks(@TempDir Path dir) throws Exception {
    Path unpacked = new FfmpegBundle(RESOURCES, dir).unpack();
    for (String program : List.of("ffmpeg", "ffprobe")) {
      ProcessBuilder ldd = new ProcessBuilder("ldd", unpacked.resolve(program).toString());
      ldd.environment().put("LD_LIBRARY_PATH", unpacked.toString());
      Process asked = ldd.start();
      String needs = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(asked.waitFor()).isZero();
      assertThat(needs.lines().filter(line -> !line.contains(unpacked.toString())))
          .as("libraries of the system")
          .isNotEmpty()
          .allMatch(
              line ->
                  line.matches(
                      "\\s*(/lib.*/)?(linux-vdso|ld-linux|lib(c|m|gcc_s|stdc\\+\\+)\\.).*"));
    }
  }

  private static FfmpegBundle none(Path cache) {
    return new FfmpegBundle(null, cache);
  }
}
