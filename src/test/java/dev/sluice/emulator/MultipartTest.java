package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartTest {
  @TempDir private Path folder;

  @Test
  void fileOfAnyBytesArrivesWholeHoweverTheNetworkCutsIt() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    // Beginnings of a boundary inside the file must not end it.
    byte[] trap = "\r\n--xy\r\n--x\r\r\n--".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(trap, 0, bytes, 65_530, trap.length);
    for (int piece : new int[] {1, 7, 65_536}) {
      Multipart form = read(form(bytes), piece, 1 << 20);
      assertThat(Files.readAllBytes(form.file().orElseThrow().path())).isEqualTo(bytes);
      assertThat(form.file().orElseThrow().name()).isEqualTo("a \"b\".mp4");
      assertThat(form.field("method")).contains("direct");
      assertThat(form.all("empty")).containsExactly("");
    }
  }

  @Test
  void tooLargeAndUnfinishedFormsAreRefused() throws Exception {
    byte[] form = form(new byte[5000]);
    assertThatThrownBy(() -> read(form, 512, 4999)).hasMessageContaining("too large");
    byte[] half = Arrays.copyOf(form, form.length / 2);
    assertThatThrownBy(() -> read(half, 512, 1 << 20)).hasMessageContaining("closing boundary");
  }

  @Test
  void otherContentTypesAreRefused() {
    assertThatThrownBy(
            () ->
                Multipart.read(
                    "application/json", InputStream.nullInputStream(), "file", folder, 1))
        .hasMessageContaining("multipart/form-data");
  }

  private Multipart read(byte[] form, int piece, long largest) throws IOException {
    InputStream pieces =
        new ByteArrayInputStream(form) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, piece));
          }
        };
    return Multipart.read(
        "multipart/form-data; boundary=\"xyz\"", pieces, "file", folder.resolve("f"), largest);
  }

  private static byte[] form(byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        lines(
            """
            --xyz
            Content-Disposition: form-data; name="file"; filename="a \\"b\\".mp4"
            Content-Type: video/mp4

            """));
    out.write(file);
    out.write(
        lines(
            """

            --xyz
            Content-Disposition: form-data; name="empty"


            --xyz
            content-disposition: form-data; name="method"

            direct
            --xyz--

            """));
    return out.toByteArray();
  }

  private static byte[] lines(String text) {
    return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
  }
}
