package dev.sluice.calls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * A local or shared POSIX file system. An object is written to a temporary file and linked to its
 * name: of all links to one name exactly one succeeds, which neither {@code create(path, false)}
 * nor {@code rename} of Hadoop's local file system can say.
 */
final class LinkStore implements JournalStore {
  private final Path root;
  private final Set<Path> kept = ConcurrentHashMap.newKeySet();
  private volatile Boolean forces;

  LinkStore(Path root) {
    this.root = root;
  }

  @Override
  public boolean putIfAbsent(String path, byte[] content) throws IOException {
    Path target = root.resolve(path);
    folder(target.getParent());
    Path temporary = write(content);
    try {
      Files.createLink(target, temporary);
      force(target.getParent());
      return true;
    } catch (FileAlreadyExistsException e) {
      return linkedAfterAll(target, temporary);
    } catch (UnsupportedOperationException | FileSystemException e) {
      throw new IOException(
          "%s cannot be stored, the journal needs a disk with hard links and with room: %s"
              .formatted(target, e.getMessage()),
          e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    Path target = root.resolve(path);
    folder(target.getParent());
    Path temporary = write(content);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      force(target.getParent());
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public Optional<byte[]> get(String path) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean has(String path) throws IOException {
    try {
      // What cannot be looked at is not absent.
      Files.readAttributes(root.resolve(path), BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    for (String path : paths) {
      Files.deleteIfExists(root.resolve(path));
    }
  }

  @Override
  public void list(String folder, String prefix, Consumer<String> names) throws IOException {
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(
            root.resolve(folder), file -> file.getFileName().toString().startsWith(prefix))) {
      files.forEach(file -> names.accept(file.getFileName().toString()));
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Nothing was ever stored there.
      return;
    }
  }

  @Override
  public void tidy(Instant before) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(temporaries())) {
      for (Path file : files) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // No writer ever came here, or another tidies too.
      return;
    }
  }

  @Override
  public boolean excludes() {
    return true;
  }

  @Override
  public String how() {
    return "a temporary file linked to its name";
  }

  // On a shared disk the answer to a link may be lost and the link asked for again.
  private static boolean linkedAfterAll(Path target, Path temporary) throws IOException {
    try {
      return Files.isSameFile(target, temporary);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path write(byte[] content) throws IOException {
    Path temporary = Files.createDirectories(temporaries()).resolve(UUID.randomUUID().toString());
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  // Several processes may make one folder: each sees to it that it is there to stay.
  private void folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (kept.contains(folder)) {
      return;
    }
    for (Path one = folder; one != null && one.startsWith(root); one = one.getParent()) {
      force(one);
    }
    kept.add(folder);
  }

  // A name outlives a power cut only when its folder was written too.
  private void force(Path folder) throws IOException {
    if (forces == null) {
      forces = canBeForced(root);
    }
    if (forces) {
      sync(folder);
    }
  }

  // Windows opens no folders, and some mounts take no such order: they write names by themselves.
  private static boolean canBeForced(Path folder) {
    try {
      sync(folder);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Path temporaries() {
    return root.resolve("tmp");
  }
}
