package dev.sluice.export;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The folder that holds releases; several warehouses may share one. A release is valid with its
 * {@code manifest.json}; one that is there is never changed.
 */
final class ReleaseStore {
  private final FileSystem fs;
  private final Path root;

  private ReleaseStore(FileSystem fs, Path root) {
    this.fs = fs;
    this.root = root;
  }

  /** The store at a folder. */
  static ReleaseStore at(Configuration conf, String folder) throws IOException {
    Path given = new Path(folder);
    FileSystem fs = files(conf, given);
    return new ReleaseStore(fs, fs.makeQualified(given));
  }

  /** Where the files of releases at a place are. */
  static FileSystem files(Configuration conf, Path place) throws IOException {
    FileSystem found = place.getFileSystem(conf);
    // Hadoop's local file system would put a hidden checksum file beside each file of the release.
    return found instanceof ChecksumFileSystem c ? c.getRawFileSystem() : found;
  }

  /** A folder of this file system as a place for the files of shards, for executors. */
  static ShardTarget target(Configuration conf, String folder) throws IOException {
    return target(files(conf, new Path(folder)), new Path(folder));
  }

  /** A folder as a place for the files of shards. */
  static ShardTarget target(FileSystem fs, Path folder) {
    return path -> new HashedFile(path, fs.create(new Path(folder, path), true));
  }

  /**
   * A release to write here.
   *
   * @param owner tells the warehouse from all others that write here, in letters and digits
   * @param releaseId the release
   */
  UnfinishedRelease unfinished(String owner, String releaseId) {
    return new UnfinishedRelease(this, fs, root, owner, releaseId);
  }

  /** All files below a folder, by their path in it. */
  static Map<String, FileStatus> files(FileSystem fs, Path folder) throws IOException {
    Map<String, FileStatus> found = new TreeMap<>();
    String prefix = folder.toString().replaceAll("/+$", "") + "/";
    RemoteIterator<LocatedFileStatus> all = fs.listFiles(folder, true);
    while (all.hasNext()) {
      FileStatus status = all.next();
      found.put(status.getPath().toString().substring(prefix.length()), status);
    }
    return found;
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
    for (String folder : folders()) {
      if (name.owns(folder)) {
        found.add(folder);
      }
    }
    return found;
  }

  /** All folders here, in order. */
  List<String> folders() throws IOException {
    List<String> found = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(root)) {
        if (status.isDirectory()) {
          found.add(status.getPath().getName());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    }
    found.sort(null);
    return found;
  }

  /** The finished release of a name that has this id. */
  Optional<String> find(ReleaseName name, String releaseId) throws IOException {
    for (String folder : folders(name)) {
      if (!UnfinishedRelease.isIn(fs, new Path(root, folder)) && holds(folder, releaseId)) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private boolean holds(String folder, String releaseId) throws IOException {
    try {
      return manifest(folder).map(ReleaseManifest::releaseId).filter(releaseId::equals).isPresent();
    } catch (DamagedFileException e) {
      // Somebody changed an older release: verify says so, and it is not the one looked for.
      return false;
    }
  }
}
