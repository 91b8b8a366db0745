package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseStoreTest {
  private static final ReleaseName DEMO = ReleaseName.numbered("demo");

  @TempDir Path root;

  @Test
  void numbersGoUpAndCountNamesThatAreGone() throws IOException {
    ReleaseStore store = SmallRelease.store(root);
    assertThat(DEMO.next(List.of())).hasValue("demo-001");
    assertThat(DEMO.next(List.of("demo-009", "demo-x-100"))).hasValue("demo-010");
    SmallRelease.write(root);
    assertThat(DEMO.next(store.folders(DEMO))).hasValue("demo-002");
  }

  @Test
  void aWholeNameIsForOneRelease() {
    ReleaseName name = ReleaseName.whole("spring");
    assertThat(name.next(List.of("spring-001"))).hasValue("spring");
    assertThat(name.next(List.of("spring"))).isEmpty();
    assertThat(name.owns("spring-001")).isFalse();
  }

  @Test
  void aReleaseIsFoundByItsId() throws IOException {
    SmallRelease.write(root);
    ReleaseStore store = SmallRelease.store(root);
    assertThat(store.find(DEMO, SmallRelease.plan().releaseId())).hasValue("demo-001");
    assertThat(store.find(DEMO, "other")).isEmpty();
    assertThat(store.find(ReleaseName.numbered("other"), SmallRelease.plan().releaseId()))
        .isEmpty();
  }

  @Test
  void anEarlierReleaseIsNeverOverwritten() throws IOException {
    Path release = SmallRelease.write(root);
    byte[] before = Files.readAllBytes(release.resolve("manifest.json"));
    assertThatThrownBy(() -> SmallRelease.commit(root, "demo-001")).isInstanceOf(IOException.class);
    assertThat(Files.readAllBytes(release.resolve("manifest.json"))).isEqualTo(before);
  }

  @Test
  void aCrashWhileWritingLeavesNothingThatVerifiesAndIsSweptLater() throws IOException {
    UnfinishedRelease release = SmallRelease.unfinished(root);
    SmallRelease.shards(release);
    Path temporary = only(root);
    assertThat(temporary.getFileName().toString()).startsWith("_tmp-");
    assertThat(new ReleaseVerifier(new Configuration(false)).verify(temporary.toString()).ok())
        .isFalse();
    release.sweep(DEMO);
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aCrashBetweenTheRenamesLeavesNothingThatVerifiesAndIsSweptLater() throws IOException {
    Path release = SmallRelease.write(root);
    Files.move(release.resolve("manifest.json"), release.resolve("_manifest-w.json"));
    assertThat(new ReleaseVerifier(new Configuration(false)).verify(release.toString()).ok())
        .isFalse();
    ReleaseStore store = SmallRelease.store(root);
    assertThat(store.find(DEMO, SmallRelease.plan().releaseId())).isEmpty();
    store.unfinished("another", SmallRelease.plan().releaseId()).sweep(DEMO);
    assertThat(release).as("another warehouse's").exists();
    SmallRelease.unfinished(root).sweep(DEMO);
    assertThat(release).doesNotExist();
  }

  @Test
  void sweepingKeepsFinishedReleasesAndForeignFolders() throws IOException {
    Path release = SmallRelease.write(root);
    Files.createDirectories(root.resolve("demo-777"));
    SmallRelease.unfinished(root).sweep(DEMO);
    assertThat(release.resolve("manifest.json")).exists();
    assertThat(root.resolve("demo-777")).exists();
  }

  @Test
  void whatAnotherWarehouseWritesIsNotSwept() throws IOException {
    UnfinishedRelease ours = SmallRelease.unfinished(root);
    List<ShardFile> files = SmallRelease.shards(ours);
    SmallRelease.store(root).unfinished("another", SmallRelease.plan().releaseId()).sweep(DEMO);
    ours.commit(SmallRelease.manifest("demo-001", files));
    assertThat(
            new ReleaseVerifier(new Configuration(false))
                .verify(root.resolve("demo-001").toString())
                .problems())
        .isEmpty();
  }

  @Test
  void aFileThatIsNotAsItWasWrittenIsNoRelease() throws IOException {
    UnfinishedRelease release = SmallRelease.unfinished(root);
    ReleaseManifest manifest = SmallRelease.manifest("demo-001", SmallRelease.shards(release));
    Path ids = only(root).resolve("test/npy/ids-00000.npy");
    byte[] bytes = Files.readAllBytes(ids);
    Files.write(ids, new byte[7]);
    assertThatThrownBy(() -> release.commit(manifest))
        .hasMessage("test/npy/ids-00000.npy is not as it was written: 7 bytes of " + bytes.length);
    Files.delete(ids);
    assertThatThrownBy(() -> release.commit(manifest)).hasMessageEndingWith("it is gone");
    Files.write(ids, bytes);
    Path foreign = Files.writeString(ids.resolveSibling("more.npy"), "");
    assertThatThrownBy(() -> release.commit(manifest)).hasMessageContaining("more.npy");
    assertThat(root.resolve("demo-001")).doesNotExist();
    Files.delete(foreign);
    release.commit(manifest);
    assertThat(root.resolve("demo-001/manifest.json")).exists();
  }

  private static Path only(Path folder) throws IOException {
    try (var all = Files.list(folder)) {
      return all.reduce(
              (a, b) -> {
                throw new AssertionError(a + " and " + b);
              })
          .orElseThrow();
    }
  }
}
