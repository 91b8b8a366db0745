package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * What happened, one JSON object a line, in a file that one process at a time may use. What was
 * appended survives the end of the process however it comes, though not of the machine.
 * Thread-safe.
 */
final class StateFile implements AutoCloseable {
  private static final String NAME = "events.jsonl";

  private final Path path;
  private final RandomAccessFile file;
  private long length;

  private StateFile(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  /** Takes one line of the past. */
  interface Reader {
    void read(JsonNode event) throws IOException;
  }

  /** The file of a folder; without a folder, one that keeps nothing. */
  static StateFile in(Optional<Path> folder) throws IOException {
    if (folder.isEmpty()) {
      return new StateFile(null, null);
    }
    Path path = Files.createDirectories(folder.get()).resolve(NAME);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    if (lock(file).isEmpty()) {
      file.close();
      throw new IOException("another emulator uses the state folder " + folder.get());
    }
    return new StateFile(path, file);
  }

  boolean keeps() {
    return file != null;
  }

  /** Whether nothing was ever kept. */
  boolean isEmpty() throws IOException {
    return file.length() == 0;
  }

  /** Reads all there is, and cuts off a last line that a killed process left unfinished. */
  void replay(Reader reader) throws IOException {
    int number = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new BufferedInputStream(Files.newInputStream(path), 1 << 16),
                StandardCharsets.UTF_8))) {
      length = wholeLines();
      file.setLength(length);
      file.seek(length);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        reader.read(Exchange.JSON.readTree(line));
      }
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "line %d of %s cannot be read (%s); use another folder, or repair it"
              .formatted(number, path, e.getMessage()),
          e);
    }
  }

  /**
   * Adds a line. It is kept when this returns.
   *
   * @throws UncheckedIOException when it cannot be kept; the file is then as before, or is closed
   */
  void append(JsonNode event) {
    if (file == null) {
      return;
    }
    try {
      byte[] json = Exchange.JSON.writeValueAsBytes(event);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      synchronized (this) {
        write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state file %s cannot be written".formatted(path), e);
    }
  }

  private void write(byte[] line) throws IOException {
    try {
      file.write(line);
      length += line.length;
    } catch (IOException e) {
      try {
        file.setLength(length);
        file.seek(length);
      } catch (IOException torn) {
        e.addSuppressed(torn);
        file.close();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }

  /** The length up to the last line break. */
  private long wholeLines() throws IOException {
    long end = file.length();
    byte[] block = new byte[1 << 16];
    while (end > 0) {
      int size = (int) Math.min(block.length, end);
      file.seek(end - size);
      file.readFully(block, 0, size);
      for (int i = size - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return end - size + i + 1;
        }
      }
      end -= size;
    }
    return 0;
  }

  private static Optional<FileLock> lock(RandomAccessFile file) throws IOException {
    try {
      return Optional.ofNullable(file.getChannel().tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }
}
