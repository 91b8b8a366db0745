package dev.sluice.calls;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** What stores have in common that Hadoop reads. */
abstract class HadoopStore implements JournalStore {
  final FileSystem fs;
  final Path root;

  HadoopStore(FileSystem fs, Path root) {
    this.fs = fs;
    this.root = root;
  }

  final Path at(String path) {
    return new Path(root, path);
  }

  @Override
  public Optional<byte[]> get(String path) throws IOException {
    try (FSDataInputStream in = fs.open(at(path))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  // S3A asks once for isFile, and twice for exists where there is nothing.
  @Override
  @SuppressWarnings("deprecation")
  public final boolean has(String path) throws IOException {
    return fs.isFile(at(path));
  }

  @Override
  public void list(String folder, String prefix, Consumer<String> names) throws IOException {
    try {
      RemoteIterator<FileStatus> files = fs.listStatusIterator(at(folder));
      while (files.hasNext()) {
        String name = files.next().getPath().getName();
        if (name.startsWith(prefix)) {
          names.accept(name);
        }
      }
    } catch (FileNotFoundException e) {
      // Nothing was ever stored there.
      return;
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + root + "]";
  }
}
