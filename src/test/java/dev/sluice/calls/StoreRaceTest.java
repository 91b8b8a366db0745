package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.HdfsServer;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes on every kind of store that says it excludes, and on one that does not. */
@ExtendWith(S3Extension.class)
class StoreRaceTest {
  @TempDir private Path dir;

  @Test
  void onFilesExactlyOneOfTwoProcessesWinsWhole() throws Exception {
    everyNameHasOneWinner("file", ProcessRace.run(dir.toString(), Map.of(), 300));
  }

  @Test
  void onS3ExactlyOneOfTwoProcessesWinsWhole(S3Server server) throws Exception {
    everyNameHasOneWinner(
        "s3a", ProcessRace.run(server.bucket() + "/journal", server.settings(), 120));
  }

  @Test
  void onHdfsExactlyOneOfTwoProcessesWinsWhole() throws Exception {
    try (HdfsServer server = HdfsServer.start()) {
      everyNameHasOneWinner(
          "hdfs", ProcessRace.run(server.root() + "/journal", server.settings(), 100));
    }
  }

  /** Shows that the race finds two winners where there are two. */
  @Test
  void theRaceFindsOutAWeakStore() throws Exception {
    ProcessRace.Result result = ProcessRace.runWeak(dir, 50);
    System.out.println("race weak " + result);
    assertThat(result.oneWinner()).isLessThan(result.names());
  }

  private static void everyNameHasOneWinner(String store, ProcessRace.Result result) {
    System.out.println("race " + store + " " + result);
    assertThat(result.oneWinner()).isEqualTo(result.names());
    assertThat(result.byProcess()).as("a race needs two").doesNotContain(0);
  }
}
