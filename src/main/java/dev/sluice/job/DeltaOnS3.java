package dev.sluice.job;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** Whether Delta's commits to a warehouse on S3 can be lost, as far as settings tell. Pure. */
final class DeltaOnS3 {
  private static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n");

  private DeltaOnS3() {}

  /** What to say about a warehouse; nothing when it is not on S3. */
  static List<Checkup.Finding> findings(String warehouse, SparkConf spark, Configuration hadoop) {
    Optional<URI> place = place(warehouse);
    if (place.isEmpty()) {
      return List.of();
    }
    List<Checkup.Finding> findings = new ArrayList<>();
    findings.add(commits(place.get().getScheme(), spark));
    unchecked(place.get().getAuthority(), hadoop).ifPresent(findings::add);
    return findings;
  }

  private static Checkup.Finding commits(String scheme, SparkConf spark) {
    String key = "spark.delta.logStore." + scheme + ".impl";
    String store = spark.get(key, "");
    if (store.endsWith(".S3DynamoDBLogStore")) {
      return new Checkup.Finding(
          true, "several writers may commit to the tables: DynamoDB arbitrates");
    }
    if (store.isEmpty() || store.endsWith(".S3SingleDriverLogStore")) {
      return new Checkup.Finding(
          true,
          "one writer at a time may commit to the tables: the run lease sees to it for Sluice;"
              + " where other programs write them too, set "
              + key
              + "=io.delta.storage.S3DynamoDBLogStore in every writer");
    }
    return new Checkup.Finding(
        true,
        "the tables are committed through "
            + store
            + ": several writers are safe only if it lets exactly one commit of a version win");
  }

  // With these, S3A takes create-if-absent for overwrite: Delta's last guard against a second
  // commit of the same version is gone.
  private static Optional<Checkup.Finding> unchecked(String bucket, Configuration hadoop) {
    return setting("performance.flags", bucket, hadoop, "(?i)(.*,)?\\s*(create|\\*)\\s*(,.*)?")
        .or(() -> setting("create.performance", bucket, hadoop, "(?i)true"))
        .map(
            setting ->
                new Checkup.Finding(
                    false,
                    setting
                        + " makes S3A write over a file that is there, so that a second commit of"
                        + " one table version replaces the first without a word: take it out"));
  }

  // What is set for the bucket goes before what is set for all.
  private static Optional<String> setting(
      String name, String bucket, Configuration hadoop, String harmful) {
    for (String key : List.of("fs.s3a.bucket." + bucket + "." + name, "fs.s3a." + name)) {
      String value = hadoop.getTrimmed(key);
      if (value != null) {
        return value.matches(harmful) ? Optional.of(key + "=" + value) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<URI> place(String warehouse) {
    try {
      URI uri = URI.create(warehouse.replace(" ", "%20"));
      return uri.getScheme() != null && SCHEMES.contains(uri.getScheme())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
