package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.HdfsServer;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
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
      storesAndLeasesWorkThere(server);
    }
  }

  private static void storesAndLeasesWorkThere(HdfsServer server) throws Exception {
    Configuration hadoop = new Configuration();
    server.settings().forEach(hadoop::set);
    JournalStore store = JournalPlace.of(server.root() + "/other", hadoop).store();
    assertThat(store.excludes()).isTrue();
    assertThat(store.putIfAbsent("v1/aa/x", new byte[] {1})).isTrue();
    assertThat(store.putIfAbsent("v1/aa/x", new byte[] {2})).isFalse();
    store.replace("v1/aa/x", new byte[] {3});
    assertThat(store.get("v1/aa/x")).hasValue(new byte[] {3});
    List<String> names = new ArrayList<>();
    store.list("v1/aa", "", names::add);
    assertThat(names).containsExactly("x");
    store.delete(List.of("v1/aa/x", "v1/aa/y"));
    assertThat(store.has("v1/aa/x")).isFalse();
    hadoop.set("fs.viewfs.mounttable.site.link./w", server.root() + "/other");
    assertThat(JournalPlace.of("viewfs://site/w/journal", hadoop).store().excludes()).isTrue();
    RunLease first = RunLease.take(server.root() + "/other", "run-1", Duration.ZERO, hadoop);
    assertThatThrownBy(
            () -> RunLease.take(server.root() + "/other", "run-2", Duration.ZERO, hadoop))
        .hasMessageContaining("run-1");
    first.close();
    RunLease.take(server.root() + "/other", "run-2", Duration.ZERO, hadoop).close();
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
