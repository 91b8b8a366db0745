package dev.sluice.emulator;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
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
    if (Files.size(file) > LARGEST) {
      throw new Workbench.Unworkable("The image must be 32 MB or less.");
    }
    BufferedImage square = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = square.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(read(file), 0, 0, side, side, null);
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

  private static BufferedImage read(Path file) throws IOException, Workbench.Unworkable {
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
        return reader.read(0);
      } catch (IOException | RuntimeException e) {
        throw new Workbench.Unworkable("The image cannot be read.");
      } finally {
        reader.dispose();
      }
    }
  }
}
