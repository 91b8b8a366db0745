package dev.sluice.calls;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A journal on a local or shared POSIX file system. A fact is written to a temporary file and
 * linked to its name: of all links to one name exactly one succeeds, which neither {@code
 * create(path, false)} nor {@code rename} of Hadoop's local file system can say.
 */
final class FileJournal implements Journal {
  private final Path root;

  FileJournal(Path root) {
    this.root = root;
  }

  @Override
  public boolean putIfAbsent(FactName name, byte[] fact) throws IOException {
    Path target = root.resolve(name.path());
    Files.createDirectories(target.getParent());
    Path temporary = target.resolveSibling("." + name.file() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        java.nio.ByteBuffer buffer = java.nio.ByteBuffer.wrap(fact);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.createLink(target, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  @Override
  public Optional<byte[]> get(FactName name) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(name.path())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean has(FactName name) {
    return Files.exists(root.resolve(name.path()));
  }

  @Override
  public void withdrawIntent(FactName intent) throws IOException {
    if (intent.kind() != FactKind.INTENT) {
      throw new IllegalArgumentException("only intents are taken back, not " + intent);
    }
    Files.deleteIfExists(root.resolve(intent.path()));
  }

  @Override
  public List<FactName> list(String shard) throws IOException {
    List<FactName> names = new ArrayList<>();
    Path folder = root.resolve("v1").resolve(shard);
    if (Files.isDirectory(folder)) {
      addAll(names, folder, "*");
    }
    return names;
  }

  @Override
  public List<FactName> list(WorkKey work) throws IOException {
    List<FactName> names = new ArrayList<>();
    Path folder = root.resolve("v1").resolve(work.value().substring(0, 2));
    if (Files.isDirectory(folder)) {
      addAll(names, folder, work.value() + ".*");
    }
    return names;
  }

  @Override
  public boolean excludes() {
    return true;
  }

  private static void addAll(List<FactName> names, Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
      for (Path file : files) {
        FactName.parse(file.getFileName().toString()).ifPresent(names::add);
      }
    }
  }
}
