package dev.sluice.calls;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A store on which an object is written to a temporary file and renamed to its name.
 *
 * <p>On HDFS a rename never replaces a file and is one step of the name node, so exactly one writer
 * wins. Whether it was this one is told by its temporary file, which only the rename takes away:
 * this holds also when the answer to the rename was lost. Elsewhere two writers may both believe
 * that they won ("weak"): a rename may replace what is there, or be a copy.
 */
final class RenameStore extends HadoopStore {
  private static final int TRIES = 3;

  private final boolean excludes;
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();

  private RenameStore(FileSystem fs, Path root, boolean excludes) {
    super(fs, root);
    this.excludes = excludes;
  }

  /** A store of the HDFS family. */
  static RenameStore atomic(FileSystem fs, Path root) {
    return new RenameStore(fs, root, true);
  }

  /** Any other store. */
  static RenameStore weak(FileSystem fs, Path root) {
    return new RenameStore(fs, root, false);
  }

  @Override
  public boolean putIfAbsent(String path, byte[] content) throws IOException {
    Path target = at(path);
    if (has(path)) {
      return false;
    }
    for (int i = 0; i < TRIES; i++) {
      Path temporary = write(content);
      IOException failure = null;
      try {
        folder(target.getParent());
        if (fs.rename(temporary, target)) {
          return true;
        }
      } catch (IOException e) {
        failure = e;
      }
      if (!fs.delete(temporary, false)) {
        return renamedAfterAll(path, content, failure);
      }
      if (has(path)) {
        return false;
      }
      if (failure != null) {
        throw failure;
      }
      folders.remove(target.getParent());
    }
    throw new IOException(target + " can be neither stored nor found");
  }

  @Override
  public void replace(String path, byte[] content) throws IOException {
    Path target = at(path);
    Path temporary = write(content);
    folder(target.getParent());
    fs.delete(target, false);
    if (!fs.rename(temporary, target)) {
      fs.delete(temporary, false);
      throw new IOException(target + " cannot be replaced");
    }
  }

  @Override
  public void delete(List<String> paths) throws IOException {
    for (String path : paths) {
      fs.delete(at(path), false);
    }
  }

  @Override
  public void tidy(Instant before) throws IOException {
    try {
      RemoteIterator<FileStatus> files = fs.listStatusIterator(at("tmp"));
      while (files.hasNext()) {
        FileStatus file = files.next();
        if (file.getModificationTime() < before.toEpochMilli()) {
          fs.delete(file.getPath(), false);
        }
      }
    } catch (FileNotFoundException e) {
      // No writer ever came here, or another tidies too.
      return;
    }
  }

  @Override
  public boolean excludes() {
    return excludes;
  }

  @Override
  public String how() {
    return excludes
        ? "a temporary file renamed to its name by the name node"
        : "a look and a rename, which " + fs.getUri() + " does not make one step";
  }

  private boolean renamedAfterAll(String path, byte[] content, IOException failure)
      throws IOException {
    if (get(path).filter(there -> Arrays.equals(there, content)).isPresent()) {
      return true;
    }
    throw new IOException(at(path) + " was written and cannot be found under its name", failure);
  }

  private Path write(byte[] content) throws IOException {
    Path temporary = at("tmp/" + UUID.randomUUID());
    try (FSDataOutputStream out = fs.create(temporary, false)) {
      out.write(content);
      if (excludes) {
        out.hsync();
      }
    } catch (IOException e) {
      try {
        fs.delete(temporary, false);
      } catch (IOException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
    return temporary;
  }

  private void folder(Path folder) throws IOException {
    if (!folders.contains(folder)) {
      fs.mkdirs(folder);
      folders.add(folder);
    }
  }
}
