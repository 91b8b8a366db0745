package dev.sluice.chaos;

import dev.sluice.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where a run keeps its tables and its journal.
 *
 * @param name {@code file} or {@code s3}
 * @param warehouse the warehouse
 * @param settings Hadoop settings of its file system
 */
record Store(String name, String warehouse, Map<String, String> settings) {
  /** Tables and journal in a local folder. */
  static Store file(Path folder) {
    return new Store("file", folder.resolve("warehouse").toString(), Map.of());
  }

  /** Tables and journal in a bucket of its own, at an S3 protocol server on this machine. */
  static Store s3(S3Server server) throws IOException {
    return new Store("s3", server.bucket() + "/warehouse", server.settings());
  }

  /** The journal's folder, by default inside the warehouse. */
  String journal() {
    return warehouse.replaceAll("/+$", "") + "/_sluice/journal";
  }
}
