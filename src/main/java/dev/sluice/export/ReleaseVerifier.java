package dev.sluice.export;

import dev.sluice.media.Sha256;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checks a release against its manifest: every file's presence, size and SHA-256, both CRCs of
 * every TFRecord, headers and shapes of NPY files, labels and counts against the class map, and
 * files that do not belong there. Reads every byte once, changes nothing, pays nothing.
 */
public final class ReleaseVerifier {
  private final Configuration conf;

  /**
   * A verifier.
   *
   * @param conf how to reach the file system that the release is on
   */
  public ReleaseVerifier(Configuration conf) {
    this.conf = conf;
  }

  /**
   * Verifies one release.
   *
   * @param folder the release's folder, a path or a URI
   * @throws IOException when the file system itself cannot be reached; a damaged release is a
   *     result, not an exception
   */
  public Verification verify(String folder) throws IOException {
    Path given = new Path(folder);
    FileSystem fs = ReleaseStore.files(conf, given);
    return new Run(fs, fs.makeQualified(given)).verify();
  }

  private static final class Run {
    private final FileSystem fs;
    private final Path root;
    private final List<Verification.Problem> problems = new ArrayList<>();
    private final Map<String, Map<String, Map<String, Long>>> counted = new TreeMap<>();
    private int files;
    private long bytes;

    Run(FileSystem fs, Path root) {
      this.fs = fs;
      this.root = root;
    }

    Verification verify() throws IOException {
      ReleaseManifest manifest;
      try (InputStream in = fs.open(new Path(root, ReleaseManifest.FILE))) {
        byte[] text = in.readAllBytes();
        files++;
        bytes += text.length;
        manifest = ReleaseManifest.parse(text);
      } catch (FileNotFoundException e) {
        String what =
            fs.exists(root)
                ? "is not there: this is no release, or one that was never finished"
                : "is not there: the folder " + root + " does not exist";
        problem(ReleaseManifest.FILE, what);
        return result("", 0);
      } catch (DamagedFileException e) {
        problem(ReleaseManifest.FILE, e.getMessage());
        return result("", 0);
      }
      Map<String, FileStatus> present = ReleaseStore.files(fs, root);
      present.remove(ReleaseManifest.FILE);
      if (present.remove(Withdrawal.MARK) != null) {
        problem(
            Withdrawal.MARK,
            "a video in this release was taken down: do not use it, delete it and its copies");
      }
      for (ShardFile file : manifest.files()) {
        FileStatus status = present.remove(file.path());
        if (status == null) {
          problem(file.path(), "is not there");
        } else {
          check(manifest, file, status);
        }
      }
      present.keySet().forEach(path -> problem(path, "does not belong to the release"));
      counts(manifest);
      return result(manifest.name(), manifest.items());
    }

    private void check(ReleaseManifest manifest, ShardFile file, FileStatus status)
        throws IOException {
      if (status.getLen() != file.bytes()) {
        problem(
            file.path(),
            "has %d bytes, the manifest says %d".formatted(status.getLen(), file.bytes()));
      }
      MessageDigest digest = Sha256.digest();
      ShardTally tally = new ShardTally(manifest, file);
      boolean damaged = false;
      try (InputStream in =
          new BufferedInputStream(
              new DigestInputStream(fs.open(status.getPath()), digest), 1 << 16)) {
        try {
          tally.read(in, status.getLen());
        } catch (DamagedFileException e) {
          damaged = true;
          problem(file.path(), e.getMessage());
        }
        in.transferTo(OutputStream.nullOutputStream());
      }
      files++;
      bytes += status.getLen();
      if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
        problem(file.path(), "its SHA-256 differs from the manifest's");
      } else if (!damaged && file.path().equals(ReleaseManifest.CLASS_MAP_FILE)) {
        classMap(manifest, file);
      }
      if (!tally.counts().isEmpty()) {
        tally
            .counts()
            .forEach(
                (label, n) ->
                    counted
                        .computeIfAbsent(file.format(), f -> new TreeMap<>())
                        .computeIfAbsent(file.split(), s -> new TreeMap<>())
                        .merge(label, n, Long::sum));
      }
    }

    private void classMap(ReleaseManifest manifest, ShardFile file) {
      if (!file.sha256().equals(Sha256.hex(ReleaseManifest.classMapBytes(manifest.classMap())))) {
        problem(file.path(), "is not the class map of the manifest");
      }
    }

    // Only worth saying when every file is sound: a damaged file changes the counts by itself.
    private void counts(ReleaseManifest manifest) {
      if (!problems.isEmpty()) {
        return;
      }
      for (String format : manifest.formats()) {
        Map<String, Map<String, Long>> here = counted.getOrDefault(format, Map.of());
        if (!here.equals(manifest.counts())) {
          problem(
              ReleaseManifest.FILE,
              "counts %s, the %s files hold %s".formatted(manifest.counts(), format, here));
        }
      }
    }

    private void problem(String file, String what) {
      problems.add(new Verification.Problem(file, what));
    }

    private Verification result(String name, long items) {
      return new Verification(root.toString(), name, items, files, bytes, problems);
    }
  }
}
