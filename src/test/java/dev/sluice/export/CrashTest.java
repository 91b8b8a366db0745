package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A release on a file system that gives up after so many changes, as in a crash at that moment. */
class CrashTest {
  private static final ReleaseName DEMO = ReleaseName.numbered("demo");

  @TempDir Path root;

  @Test
  void aCrashAtAnyMomentLeavesNoReleaseAndTheNextRunMakesIt() throws IOException {
    int changes = 0;
    for (boolean finished = false; !finished; changes++) {
      Path folder = Files.createDirectory(root.resolve("after-" + changes));
      finished = written(folder, changes);
      if (finished) {
        break;
      }
      for (Path left : List.of(folder.resolve("demo-001"), folder)) {
        assertThat(new ReleaseVerifier(new Configuration(false)).verify(left.toString()).ok())
            .as("after %d changes", changes)
            .isFalse();
      }
      ReleaseStore store = SmallRelease.store(folder);
      assertThat(store.find(DEMO, SmallRelease.plan().releaseId())).isEmpty();
      SmallRelease.unfinished(folder).sweep(DEMO);
      assertThat(folder).as("after %d changes", changes).isEmptyDirectory();
      SmallRelease.write(folder);
      assertThat(
              new ReleaseVerifier(new Configuration(false))
                  .verify(folder.resolve("demo-001").toString())
                  .problems())
          .isEmpty();
    }
    assertThat(changes).as("creates and renames of a whole release").isEqualTo(20);
  }

  private static boolean written(Path folder, int changes) throws IOException {
    Configuration conf = new Configuration(false);
    conf.set("fs.mortal.impl", Mortal.class.getName());
    conf.setBoolean("fs.mortal.impl.disable.cache", true);
    conf.setInt("changes", changes);
    UnfinishedRelease release =
        ReleaseStore.at(conf, "mortal:" + folder).unfinished("w", SmallRelease.plan().releaseId());
    try {
      release.commit(SmallRelease.manifest("demo-001", SmallRelease.shards(release)));
      return true;
    } catch (IOException e) {
      assertThatThrownBy(
              () -> {
                throw e;
              })
          .hasMessageContaining("the machine is gone");
      return false;
    }
  }

  /** A local file system that fails for good after some creates and renames. */
  public static final class Mortal extends RawLocalFileSystem {
    private int left;

    /** For Hadoop. */
    public Mortal() {}

    @Override
    public void initialize(URI uri, Configuration conf) throws IOException {
      super.initialize(uri, conf);
      left = conf.getInt("changes", 0);
    }

    @Override
    public URI getUri() {
      return URI.create("mortal:///");
    }

    @Override
    public String getScheme() {
      return "mortal";
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      change();
      return super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      change();
      return super.create(
          path, permission, overwrite, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to)
        throws IOException {
      change();
      return super.rename(from, to);
    }

    // Its own statuses ask the operating system about paths that only it knows.
    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path folder) throws IOException {
      FileStatus[] plain = super.listStatus(folder);
      for (int i = 0; i < plain.length; i++) {
        FileStatus s = plain[i];
        plain[i] = new FileStatus(s.getLen(), s.isDirectory(), 1, 1, 0, s.getPath());
      }
      return plain;
    }

    private void change() throws IOException {
      if (left-- <= 0) {
        throw new IOException("the machine is gone");
      }
    }
  }
}
