package dev.sluice.emulator;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads pictures, within the limits of the real service. Thread-safe. */
final class Picture {
  private static final long LARGEST = 32L << 20;
  private static final int SMALLEST_SIDE = 128;

  /** A file of 32 MB may unpack to far more. */
  private static final long MOST_PIXELS = 100_000_000;

  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final Set<String> FORMATS = Set.of("jpeg", "png");

  private Picture() {}

  /**
   * The pixels of a JPEG or PNG file, scaled to a square.
   *
   * @param side of the square, pixels
   * @return rows from the top, three bytes red, green, blue per pixel
   * @throws Workbench.Unworkable when it is none, or too large or too small
   */
  static byte[] rgb(Path file, int side) throws IOException, Workbench.Unworkable {
    BufferedImage picture = opened(file, reader -> reader.read(0));
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = square.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(picture, 0, 0, side, side, null);
    graphics.dispose();
    byte[] rgb = new byte[3 * side * side];
    for (int i = 0; i < side * side; i++) {
      int pixel = square.getRGB(i % side, i / side);
      rgb[3 * i] = (byte) (pixel >> 16);
      rgb[3 * i + 1] = (byte) (pixel >> 8);
      rgb[3 * i + 2] = (byte) pixel;
    }
    return rgb;
  }

  /** The media type of a file by its first bytes, when it is a JPEG or a PNG. */
  static Optional<String> type(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(PNG.length);
      if (Arrays.equals(head, PNG)) {
        return Optional.of("image/png");
      }
      boolean jpeg = Arrays.equals(Arrays.copyOf(head, JPEG.length), JPEG);
      return jpeg ? Optional.of("image/jpeg") : Optional.empty();
    }
  }

  /**
   * What is known of a JPEG or PNG file.
   *
   * @throws Workbench.Unworkable when it is none, or too large or too small
   */
  static Footage measure(Path file) throws IOException, Workbench.Unworkable {
    return opened(
        file,
        reader ->
            Footage.picture(file, reader.getWidth(0), reader.getHeight(0), Files.size(file), ""));
  }

  private interface Reading<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T opened(Path file, Reading<T> reading)
      throws IOException, Workbench.Unworkable {
    if (Files.size(file) > LARGEST) {
      throw new Workbench.Unworkable("The image must be 32 MB or less.");
    }
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      ImageReader reader = readers.hasNext() ? readers.next() : null;
      if (reader == null || !FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
        throw new Workbench.Unworkable("The image must be a JPEG or a PNG.");
      }
      try {
        reader.setInput(in);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (Math.min(width, height) < SMALLEST_SIDE || (long) width * height > MOST_PIXELS) {
          throw new Workbench.Unworkable(
              "The image must be at least 128x128; it is %dx%d.".formatted(width, height));
        }
        return reading.of(reader);
      } catch (IOException | RuntimeException e) {
        throw new Workbench.Unworkable("The image cannot be read.");
      } finally {
        reader.dispose();
      }
    }
  }
}
