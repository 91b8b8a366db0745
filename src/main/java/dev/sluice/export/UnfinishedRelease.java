package dev.sluice.export;

import dev.sluice.media.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A release while it is written: in a temporary folder that is renamed as a whole and becomes valid
 * with its {@code manifest.json}. What it leaves when its run dies bears its warehouse's name, so
 * that no other warehouse that writes here takes it for its own.
 */
final class UnfinishedRelease implements ShardTarget {
  private static final String TEMPORARY = "_tmp-";
  // A folder with such a file was renamed into place by a run that died before it could finish.
  private static final String MARK = "_manifest";

  private final ReleaseStore store;
  private final FileSystem fs;
  private final Path root;
  private final String owner;
  private final Path writing;

  UnfinishedRelease(ReleaseStore store, FileSystem fs, Path root, String owner, String releaseId) {
    this.store = store;
    this.fs = fs;
    this.root = root;
    this.owner = owner;
    this.writing = new Path(root, folders() + releaseId.substring(0, 16));
  }

  /** Whether a folder was renamed into place and not finished, whoever did. */
  static boolean isIn(FileSystem fs, Path folder) throws IOException {
    for (FileStatus status : fs.listStatus(folder)) {
      if (status.getPath().getName().startsWith(MARK)) {
        return true;
      }
    }
    return false;
  }

  /** Where its files are, as a full URI. */
  String location() {
    return writing.toString();
  }

  /** Removes what runs of the owner that died left behind. Finished releases are not touched. */
  void sweep(ReleaseName name) throws IOException {
    for (String left : store.folders()) {
      if (left.startsWith(folders())) {
        fs.delete(new Path(root, left), true);
      }
    }
    for (String folder : store.folders(name)) {
      Path path = new Path(root, folder);
      Path mark = new Path(path, mark());
      if (fs.exists(mark)) {
        boolean finished = fs.exists(new Path(path, ReleaseManifest.FILE));
        fs.delete(finished ? mark : path, true);
      }
    }
  }

  @Override
  public HashedFile create(String path) throws IOException {
    return ReleaseStore.target(fs, writing).create(path);
  }

  /**
   * Writes a file that belongs to the whole release.
   *
   * @param format what the manifest calls it
   */
  ShardFile add(String path, String format, byte[] bytes) throws IOException {
    try (HashedFile file = create(path)) {
      file.write(bytes);
    }
    return new ShardFile(path, "", format, 0, bytes.length, Sha256.hex(bytes));
  }

  /** Removes what was written. */
  void discard() throws IOException {
    fs.delete(writing, true);
  }

  /**
   * Makes what was written a release.
   *
   * @throws IOException when the name was taken meanwhile, or files are not as they were written
   */
  void commit(ReleaseManifest manifest) throws IOException {
    whole(manifest);
    Path folder = new Path(root, manifest.name());
    try (OutputStream out = fs.create(new Path(writing, mark()), true)) {
      out.write(manifest.bytes());
    }
    if (fs.exists(folder) || !fs.rename(writing, folder)) {
      throw new IOException(
          "cannot make the release folder %s: something has that name".formatted(folder));
    }
    Path last = new Path(folder, ReleaseManifest.FILE);
    if (!fs.rename(new Path(folder, mark()), last)) {
      throw new IOException("cannot write " + last);
    }
  }

  // Tasks write for hours; whoever tidies up meanwhile must not make a release with holes.
  private void whole(ReleaseManifest manifest) throws IOException {
    Map<String, FileStatus> there = ReleaseStore.files(fs, writing);
    for (ShardFile file : manifest.files()) {
      FileStatus found = there.remove(file.path());
      if (found == null || found.getLen() != file.bytes()) {
        throw new IOException(
            "%s is not as it was written: %s"
                .formatted(
                    file.path(),
                    found == null
                        ? "it is gone"
                        : "%d bytes of %d".formatted(found.getLen(), file.bytes())));
      }
    }
    if (!there.isEmpty()) {
      throw new IOException("nobody of this run wrote " + there.keySet());
    }
  }

  private String folders() {
    return TEMPORARY + owner + "-";
  }

  private String mark() {
    return MARK + "-" + owner + ".json";
  }
}
