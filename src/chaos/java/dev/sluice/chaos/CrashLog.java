package dev.sluice.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was done to whom: one JSON line per event, on disk before the event happens. Shared by all
 * processes of a run: a line is one appending write.
 */
final class CrashLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Path file;

  CrashLog(Path folder) {
    this.file = folder.resolve("crashes.jsonl");
  }

  /**
   * An event.
   *
   * @param atMs milliseconds since 1970
   * @param what {@code killed}, {@code stopped} or {@code resumed}
   * @param whom {@code executor}, {@code driver}, {@code worker} or {@code emulator}
   * @param point the crash point; empty for a random moment
   * @param work the work that was at the point; empty where there is none
   * @param pid the process
   */
  record Event(long atMs, String what, String whom, String point, String work, long pid) {}

  void append(Event event) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      String line = JSON.writeValueAsString(event) + "\n";
      channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("the crash log cannot be written", e);
    }
  }

  List<Event> read() {
    List<Event> events = new ArrayList<>();
    if (!Files.exists(file)) {
      return events;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        events.add(JSON.readValue(line, Event.class));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the crash log cannot be read", e);
    }
    return events;
  }
}
