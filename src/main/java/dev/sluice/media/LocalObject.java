package dev.sluice.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A file on this machine's disk. */
record LocalObject(Path path) implements VideoObject {
  @Override
  public Seen seen() throws IOException {
    BasicFileAttributes attributes;
    try {
      attributes = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw new UnreadableFile(
          "missing_file", "no file at " + path + "; restore it or correct the uri");
    } catch (AccessDeniedException e) {
      throw denied();
    }
    // Opening a pipe or a device would wait for ever.
    if (!attributes.isRegularFile()) {
      throw new UnreadableFile(
          "not_a_file", path + " is a folder or a device; the uri must name a file");
    }
    long size = attributes.size();
    return new Seen(size, size + ":" + attributes.lastModifiedTime().toMillis());
  }

  @Override
  public InputStream from(long offset) throws IOException {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      channel.position(offset);
      return Channels.newInputStream(channel);
    } catch (AccessDeniedException e) {
      throw denied();
    }
  }

  private UnreadableFile denied() {
    return new UnreadableFile(
        "access_denied", "this user may not read " + path + "; give it read permission");
  }
}
