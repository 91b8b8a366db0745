package dev.sluice.export;

import dev.sluice.media.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that holds releases. A release is written into a temporary folder, renamed as a whole
 * and becomes valid with its {@code manifest.json}; one that is there is never changed.
 */
final class ReleaseStore implements ShardTarget {
  private static final String TEMPORARY = "_tmp-";
  // A folder with this file was renamed into place by a run that died before it could finish.
  private static final String UNFINISHED = "_manifest.json";

  private final FileSystem fs;
  private final Path root;
  private final Path writing;

  private ReleaseStore(FileSystem fs, Path root, Path writing) {
    this.fs = fs;
    this.root = root;
    this.writing = writing;
  }

  /**
   * The store at a folder, for one release.
   *
   * @param releaseId the release that may be written
   */
  static ReleaseStore at(Configuration conf, String folder, String releaseId) throws IOException {
    Path given = new Path(folder);
    FileSystem fs = files(conf, given);
    Path root = fs.makeQualified(given);
    return new ReleaseStore(fs, root, new Path(root, TEMPORARY + releaseId.substring(0, 16)));
  }

  /** Where the files of releases at a place are. */
  static FileSystem files(Configuration conf, Path place) throws IOException {
    FileSystem found = place.getFileSystem(conf);
    // Hadoop's local file system would put a hidden checksum file beside each file of the release.
    return found instanceof ChecksumFileSystem c ? c.getRawFileSystem() : found;
  }

  /** The folder as a full URI, for executors. */
  String location() {
    return root.toString();
  }

  /** Where a release is. */
  String uri(String name) {
    return new Path(root, name).toString();
  }

  /** The manifest of a finished release. */
  Optional<ReleaseManifest> manifest(String name) throws IOException {
    try (var in = fs.open(new Path(new Path(root, name), ReleaseManifest.FILE))) {
      return Optional.of(ReleaseManifest.parse(in.readAllBytes()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Finished or not, the release folders of a name, in order. */
  List<String> folders(ReleaseName name) throws IOException {
    List<String> found = new ArrayList<>();
    for (FileStatus status : list()) {
      if (status.isDirectory() && name.owns(status.getPath().getName())) {
        found.add(status.getPath().getName());
      }
    }
    found.sort(null);
    return found;
  }

  /** The finished release of a name that has this id. */
  Optional<String> find(ReleaseName name, String releaseId) throws IOException {
    for (String folder : folders(name)) {
      boolean finished = !fs.exists(new Path(new Path(root, folder), UNFINISHED));
      if (finished && holds(folder, releaseId)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /** Removes what runs that died left behind. Finished releases are not touched. */
  void sweep(ReleaseName name) throws IOException {
    for (FileStatus status : list()) {
      if (status.isDirectory() && status.getPath().getName().startsWith(TEMPORARY)) {
        fs.delete(status.getPath(), true);
      }
    }
    for (String folder : folders(name)) {
      Path path = new Path(root, folder);
      Path mark = new Path(path, UNFINISHED);
      if (fs.exists(mark)) {
        boolean finished = fs.exists(new Path(path, ReleaseManifest.FILE));
        fs.delete(finished ? mark : path, true);
      }
    }
  }

  private boolean holds(String folder, String releaseId) throws IOException {
    try {
      return manifest(folder).map(ReleaseManifest::releaseId).filter(releaseId::equals).isPresent();
    } catch (DamagedFileException e) {
      // Somebody changed an older release: verify says so, and it is not the one looked for.
      return false;
    }
  }

  @Override
  public HashedFile create(String path) throws IOException {
    return new HashedFile(path, fs.create(new Path(writing, path), true));
  }

  /**
   * Makes what was written a release.
   *
   * @throws IOException when the name was taken meanwhile
   */
  void commit(ReleaseManifest manifest) throws IOException {
    Path folder = new Path(root, manifest.name());
    try (OutputStream out = fs.create(new Path(writing, UNFINISHED), true)) {
      out.write(manifest.bytes());
    }
    if (fs.exists(folder) || !fs.rename(writing, folder)) {
      throw new IOException(
          "cannot make the release folder %s: something has that name".formatted(folder));
    }
    Path last = new Path(folder, ReleaseManifest.FILE);
    if (!fs.rename(new Path(folder, UNFINISHED), last)) {
      throw new IOException("cannot write " + last);
    }
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

  private FileStatus[] list() throws IOException {
    try {
      return fs.listStatus(root);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }
}
