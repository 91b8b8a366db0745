package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseVerifierTest {
  // Coprime with every field width, so that all kinds of bytes are hit without trying each one.
  private static final int STEP = 31;

  @TempDir Path root;

  @Test
  void aFreshReleaseIsSound() throws IOException {
    Verification result = verify(SmallRelease.write(root));
    assertThat(result.problems()).isEmpty();
    assertThat(result.ok()).isTrue();
    assertThat(result.name()).isEqualTo("demo-001");
    assertThat(result.items()).isEqualTo(3);
    assertThat(result.files()).isEqualTo(18);
  }

  @Test
  void oneFlippedByteAnywhereIsFoundAndItsFileNamed() throws IOException {
    Path release = SmallRelease.write(root);
    for (Path file : files(release)) {
      byte[] good = Files.readAllBytes(file);
      String name = release.relativize(file).toString();
      for (int at = 0; at < good.length; at += STEP) {
        byte[] bad = good.clone();
        bad[at] ^= 0x10;
        Files.write(file, bad);
        assertThat(verify(release).problems())
            .as("%s byte %d", name, at)
            .isNotEmpty()
            .allSatisfy(p -> assertThat(p.file()).isEqualTo(name));
      }
      Files.write(file, good);
    }
    assertThat(verify(release).ok()).isTrue();
  }

  @Test
  void aDamagedRecordIsNamedWithItsPlace() throws IOException {
    Path release = SmallRelease.write(root);
    Path file = release.resolve("train/tfrecord/part-00000.tfrecord");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 20] ^= 1;
    Files.write(file, bytes);
    assertThat(verify(release).problems().get(0).toString())
        .startsWith("train/tfrecord/part-00000.tfrecord: record 1 at byte ")
        .endsWith("the checksum of the record's bytes differs");
  }

  @Test
  void missingShortAndForeignFilesAreReported() throws IOException {
    Path release = SmallRelease.write(root);
    Files.delete(release.resolve("test/npy/ids-00000.npy"));
    Files.writeString(release.resolve("notes.txt"), "mine");
    Path labels = release.resolve("train/npy/labels-00000.npy");
    Files.write(labels, Arrays.copyOf(Files.readAllBytes(labels), 130));
    List<String> problems =
        verify(release).problems().stream().map(Verification.Problem::toString).toList();
    assertThat(problems)
        .contains(
            "test/npy/ids-00000.npy: is not there",
            "notes.txt: does not belong to the release",
            "train/npy/labels-00000.npy: has 130 bytes, the manifest says 144");
  }

  @Test
  void aFolderWithoutManifestIsNoRelease() throws IOException {
    assertThat(verify(root).problems())
        .containsExactly(
            new Verification.Problem(
                "manifest.json",
                "is not there: this is no release, or one that was never finished"));
    assertThat(verify(root.resolve("none")).problems().get(0).what()).contains("does not exist");
  }

  @Test
  void aManifestThatCountsWronglyIsFound() throws IOException {
    Path release = SmallRelease.write(root);
    ReleaseManifest m = ReleaseManifest.parse(Files.readAllBytes(release.resolve("manifest.json")));
    ReleaseManifest wrong =
        new ReleaseManifest(
            2,
            m.name(),
            m.releaseId(),
            m.lens(),
            m.dim(),
            m.items(),
            m.classMap(),
            java.util.Map.of("train", java.util.Map.of("x", 3L)),
            m.verdicts(),
            m.leftOut(),
            m.where(),
            m.maxPerClass(),
            m.seed(),
            m.madeFrom(),
            m.formats(),
            m.shardItems(),
            m.sourceVersions(),
            m.clusterings(),
            m.configHash(),
            m.codeVersion(),
            m.files(),
            "");
    Files.write(release.resolve("manifest.json"), wrong.bytes());
    assertThat(verify(release).problems())
        .hasSize(4)
        .allSatisfy(p -> assertThat(p.what()).contains("counts"));
  }

  private static Verification verify(Path folder) throws IOException {
    return new ReleaseVerifier(new Configuration(false)).verify(folder.toString());
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
