package dev.sluice.calls;

import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * A journal on any Hadoop file system by plain create. Two processes may both believe that they
 * stored a fact, so only permits and the run lease exclude; a run says so once.
 */
final class WeakJournal implements Journal {
  private final FileSystem fs;
  private final Path root;

  WeakJournal(FileSystem fs, Path root) {
    this.fs = fs;
    this.root = root;
  }

  @Override
  public boolean putIfAbsent(FactName name, byte[] fact) throws IOException {
    Path target = path(name);
    if (fs.exists(target)) {
      return false;
    }
    try (FSDataOutputStream out = fs.create(target, false)) {
      out.write(fact);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public Optional<byte[]> get(FactName name) throws IOException {
    try (FSDataInputStream in = fs.open(path(name))) {
      return Optional.of(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean has(FactName name) throws IOException {
    return fs.exists(path(name));
  }

  @Override
  public void withdrawIntent(FactName intent) throws IOException {
    fs.delete(path(intent), false);
  }

  @Override
  public List<FactName> list(String shard) throws IOException {
    List<FactName> names = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> files = fs.listStatusIterator(new Path(root, "v1/" + shard));
      while (files.hasNext()) {
        FactName.parse(files.next().getPath().getName()).ifPresent(names::add);
      }
    } catch (FileNotFoundException e) {
      return names;
    }
    return names;
  }

  @Override
  public List<FactName> list(WorkKey work) throws IOException {
    List<FactName> names = new ArrayList<>();
    Path pattern = new Path(root, "v1/" + work.value().substring(0, 2) + "/" + work.value() + ".*");
    FileStatus[] found = fs.globStatus(pattern);
    for (FileStatus file : found == null ? new FileStatus[0] : found) {
      FactName.parse(file.getPath().getName()).ifPresent(names::add);
    }
    return names;
  }

  @Override
  public boolean excludes() {
    return false;
  }

  private Path path(FactName name) {
    return new Path(root, name.path());
  }
}
