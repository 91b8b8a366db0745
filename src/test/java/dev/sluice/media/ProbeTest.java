package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ProbeTest {
  private static final FfmpegPrograms PROGRAMS = FfmpegPrograms.onThisMachine();
  private static final Path CLIP = Clips.file("pedestrians_00.mp4");
  private static final Duration BRIEF = Duration.ofMillis(500);
  private final Probe probe = new Probe(PROGRAMS);

  @Test
  void aGoodClipGivesItsFacts() {
    assertThat(probe.probe(CLIP))
        .isEqualTo(new ProbeResult.Facts(new MediaFacts(5.0, 576, 432, 15, 61_782, "h264", false)));
  }

  @Test
  void pixelsCountAsStoredWhateverTheirShape() {
    MediaFacts facts = facts(Clips.file("faulty/too_wide.mp4"));
    assertThat(facts.aspectRatio()).isEqualTo(3.2);
  }

  @Test
  void aTurnedPictureHasItsSidesSwapped(@TempDir Path dir) {
    Path turned = dir.resolve("turned.mp4");
    ffmpeg("-display_rotation", "90", "-i", CLIP.toString(), "-c", "copy", turned.toString());
    MediaFacts facts = facts(turned);
    assertThat(List.of(facts.width(), facts.height())).containsExactly(432, 576);
  }

  @Test
  void soundIsSeen(@TempDir Path dir) throws IOException {
    Path loud = dir.resolve("loud.mp4");
    String sound = silence(dir);
    ffmpeg("-i", CLIP.toString(), "-f", "s16le", "-i", sound, "-c:v", "copy", loud.toString());
    assertThat(facts(loud).hasAudio()).isTrue();
  }

  @Test
  void anEmptyFileIsEmpty() {
    assertThat(reason(Clips.file("faulty/empty.mp4"))).isEqualTo("empty_file");
  }

  @Test
  void textIsNotAVideo(@TempDir Path dir) throws IOException {
    assertThat(reason(Clips.file("faulty/not_a_video.mp4"))).isEqualTo("not_a_video");
    assertThat(reason(Files.writeString(dir.resolve("a.txt"), "hello\n".repeat(1000))))
        .isEqualTo("not_a_video");
  }

  @Test
  void aPlaylistMakesFfmpegOpenNothingElse(@TempDir Path dir) throws IOException {
    Path list =
        Files.writeString(
            dir.resolve("list.mp4"),
            "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:" + CLIP + "\n#EXT-X-ENDLIST\n");
    assertThat(reason(list)).isEqualTo("not_a_video");
    Path concat =
        Files.writeString(dir.resolve("concat.mp4"), "ffconcat version 1.0\nfile '" + CLIP + "'\n");
    assertThat(reason(concat)).isEqualTo("not_a_video");
  }

  @Test
  void aFileThatEndsEarlyIsTruncated() {
    assertThat(probe.probe(Clips.file("faulty/truncated.mp4")))
        .isInstanceOfSatisfying(
            ProbeResult.Unreadable.class,
            u -> {
              assertThat(u.reason()).isEqualTo("truncated");
              assertThat(u.detail()).contains("5.0 s", "20000 bytes");
            });
  }

  @Test
  void otherContainersThatEndEarlyAreTruncatedToo(@TempDir Path dir) throws IOException {
    for (String end : List.of("mkv", "flv", "mov")) {
      Path whole = dir.resolve("whole." + end);
      ffmpeg("-i", CLIP.toString(), "-c", "copy", whole.toString());
      facts(whole);
      byte[] bytes = Files.readAllBytes(whole);
      Path cut = Files.write(dir.resolve("cut." + end), Arrays.copyOf(bytes, 30_000));
      assertThat(reason(cut)).as(end).isEqualTo("truncated");
    }
  }

  @Test
  void soundAloneIsNoVideo(@TempDir Path dir) throws IOException {
    Path sound = dir.resolve("sound.mp4");
    ffmpeg("-f", "s16le", "-i", silence(dir), sound.toString());
    assertThat(reason(sound)).isEqualTo("no_video_stream");
  }

  @Test
  void aPictureThatCannotBeDecodedIsFoundOut(@TempDir Path dir) throws IOException {
    byte[] bytes = Files.readAllBytes(CLIP);
    // The index at the end stays; every picture is overwritten.
    int mdat = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("mdat");
    int moov = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("moov");
    int end = moov > mdat ? moov - 4 : bytes.length;
    Arrays.fill(bytes, mdat + 4, end, (byte) 0x5a);
    assertThat(reason(Files.write(dir.resolve("noise.mp4"), bytes))).isEqualTo("decoder_error");
  }

  @Test
  void aDecoderThatAbortsCostsThisFileOnly(@TempDir Path dir) throws IOException {
    Probe aborting = new Probe(FakePrograms.withFfprobe(dir, "kill -ABRT $$"));
    assertThat(reason(aborting.probe(CLIP))).isEqualTo("decoder_aborts");
  }

  @Test
  void aDecoderThatHangsIsStopped(@TempDir Path dir) throws IOException {
    Probe hanging = new Probe(FakePrograms.withFfprobe(dir, "sleep 3600"), BRIEF, BRIEF);
    assertThat(reason(hanging.probe(CLIP))).isEqualTo("decoder_hangs");
  }

  @Test
  void aDecoderThatAbortsOnTheFirstPictureIsFoundOut(@TempDir Path dir) throws IOException {
    FfmpegPrograms fake =
        new FfmpegPrograms(
            FakePrograms.write(dir, "ffmpeg", "kill -SEGV $$"),
            PROGRAMS.ffprobe(),
            PROGRAMS.libraries());
    assertThat(reason(new Probe(fake).probe(CLIP))).isEqualTo("decoder_aborts");
  }

  @Test
  void aDecoderThatIsKilledSaysNothingOfTheVideo(@TempDir Path dir) throws IOException {
    for (String signal : List.of("KILL", "TERM")) {
      Probe killed = new Probe(FakePrograms.withFfprobe(dir, "kill -" + signal + " $$"));
      assertThat(reason(killed.probe(CLIP))).as(signal).isEqualTo("decoder_killed");
    }
    FfmpegPrograms told =
        new FfmpegPrograms(
            FakePrograms.write(dir, "ffmpeg", "exit 255"),
            PROGRAMS.ffprobe(),
            PROGRAMS.libraries());
    assertThat(reason(new Probe(told).probe(CLIP))).isEqualTo("decoder_killed");
  }

  private static void ffmpeg(String... args) {
    List<String> command = new java.util.ArrayList<>();
    command.addAll(List.of(PROGRAMS.ffmpeg().toString(), "-nostdin", "-v", "error"));
    command.addAll(List.of(args));
    var limits = new ChildProcess.Limits(Duration.ofSeconds(60), 1 << 20, 1L << 33);
    var result = ChildProcess.run(command, PROGRAMS.environment(), limits);
    assertThat(result)
        .isInstanceOfSatisfying(
            ChildProcess.Exited.class, e -> assertThat(e.code()).as(e.errors()).isZero());
  }

  private MediaFacts facts(Path file) {
    ProbeResult result = probe.probe(file);
    assertThat(result).isInstanceOf(ProbeResult.Facts.class);
    return ((ProbeResult.Facts) result).facts();
  }

  private String reason(Path file) {
    return reason(probe.probe(file));
  }

  /** Five seconds of samples. */
  private static String silence(Path dir) throws IOException {
    return Files.write(dir.resolve("silence"), new byte[5 * 2 * 44_100]).toString();
  }

  private static String reason(ProbeResult result) {
    assertThat(result).isInstanceOf(ProbeResult.Unreadable.class);
    return ((ProbeResult.Unreadable) result).reason();
  }
}
