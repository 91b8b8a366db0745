package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FramesTest {
  private final Frames frames = new Frames(FfmpegPrograms.onThisMachine());

  @Test
  void twoFramesPerSecondOfTheSizeAskedFor() throws MediaException {
    List<byte[]> rgb = frames.rgb(Clips.file("pedestrians_00.mp4"), 0, 5, 2, 64, 48);
    assertThat(rgb).hasSizeBetween(9, 11).allMatch(f -> f.length == 64 * 48 * 3);
  }

  @Test
  void theSameStretchGivesTheSameBytes() throws MediaException {
    Path clip = Clips.file("tree_00.mp4");
    byte[][] once = frames.rgb(clip, 1, 2, 3, 32, 32).toArray(byte[][]::new);
    byte[][] again = frames.rgb(clip, 1, 2, 3, 32, 32).toArray(byte[][]::new);
    assertThat(Arrays.deepEquals(once, again)).isTrue();
  }

  @Test
  void aJpegIsAsWideAsAskedFor() throws MediaException, IOException {
    var picture =
        ImageIO.read(new ByteArrayInputStream(frames.jpeg(Clips.file("cup_00.mp4"), 2, 160)));
    assertThat(picture.getWidth()).isEqualTo(160);
  }

  @Test
  void aNameThatLooksLikeAnOptionOrAPatternIsJustAFile(@TempDir Path dir)
      throws MediaException, IOException {
    Path clip = dir.resolve("-i concat:%03d 'a\n\".mp4");
    Files.copy(Clips.file("coin_00.mp4"), clip);
    assertThat(frames.rgb(clip, 0, 1, 1, 8, 8)).isNotEmpty();
  }

  @Test
  void pastTheEndThereIsNoFrame() {
    assertThatThrownBy(() -> frames.rgb(Clips.file("coin_00.mp4"), 100, 101, 1, 8, 8))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("coin_00.mp4");
    assertThatThrownBy(() -> frames.jpeg(Clips.file("coin_00.mp4"), 100, 160))
        .isInstanceOf(MediaException.class);
  }

  @Test
  void aFileThatIsNoVideoSaysSo() {
    assertThatThrownBy(() -> frames.rgb(Clips.file("faulty/not_a_video.mp4"), 0, 1, 1, 8, 8))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("not_a_video.mp4");
  }
}
