package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.HdfsServer;
import dev.sluice.testing.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes on every kind of store that says it excludes, and on one that does not. */
class StoreRaceTest {
  private static final int NAMES = 300;
  @TempDir private Path dir;

  @Test
  void onFilesExactlyOneOfTwoProcessesWinsWhole() throws Exception {
    everyNameHasOneWinner("file", ProcessRace.run(dir.toString(), Map.of(), NAMES));
  }

  @Test
  void onS3ExactlyOneOfTwoProcessesWinsWhole() throws Exception {
    try (S3Server server = S3Server.start()) {
      everyNameHasOneWinner(
          "s3a", ProcessRace.run(server.bucket() + "/journal", server.settings(), NAMES));
    }
  }

  @Test
  void onHdfsExactlyOneOfTwoProcessesWinsWhole() throws Exception {
    try (HdfsServer server = HdfsServer.start()) {
      everyNameHasOneWinner("hdfs", ProcessRace.run(server.root() + "/journal", Map.of(), NAMES));
    }
  }

  /** Shows that the race finds two winners where there are two. */
  @Test
  void theRaceFindsOutAWeakStore() throws Exception {
    ProcessRace.Result result = ProcessRace.runWeak(dir, NAMES);
    System.out.println("race weak " + result);
    assertThat(result.oneWinner()).isLessThan(NAMES);
  }

  private static void everyNameHasOneWinner(String store, ProcessRace.Result result) {
    System.out.println("race " + store + " " + result);
    assertThat(result.oneWinner()).isEqualTo(NAMES);
    assertThat(result.byProcess()).as("a race needs two").doesNotContain(0);
  }
}
