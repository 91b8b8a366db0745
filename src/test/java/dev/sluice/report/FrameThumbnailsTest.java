package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.ViewLocal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameThumbnailsTest {
  private static final Path CLIP = Path.of("jobs/demo/clips/coin_00.mp4").toAbsolutePath();
  private static final int LARGE = 400 << 20;

  @Test
  void aPictureOfALargeObjectReadsLittleOfIt(@TempDir Path dir) throws IOException {
    Path large = dir.resolve("large.mp4");
    Files.copy(CLIP, large);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.seek(file.length());
      file.writeInt(LARGE);
      file.write("free".getBytes(StandardCharsets.US_ASCII));
      file.setLength(file.length() + LARGE - 8);
    }
    Configuration conf = new Configuration(false);
    conf.set("fs.viewlocal.impl", ViewLocal.class.getName());
    Thumbnails thumbnails = new FrameThumbnails(conf);
    assertThat(thumbnails.jpeg("viewlocal:" + large, 2))
        .hasValueSatisfying(
            jpeg -> assertThat(jpeg).isEqualTo(thumbnails.jpeg("file:" + CLIP, 2).orElseThrow()));
    assertThat(FileSystem.getGlobalStorageStatistics().get("viewlocal").getLong("bytesRead"))
        .isBetween(1L, LARGE / 4L);
  }

  @Test
  void whatIsGoneGivesNoPicture() {
    Thumbnails thumbnails = new FrameThumbnails(new Configuration(false));
    assertThat(thumbnails.jpeg("file:/no/such/file.mp4", 2)).isEmpty();
  }
}
