package dev.sluice.job;

import dev.sluice.tables.S3Overwrites;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** Whether Delta's commits to a warehouse on S3 can be lost, as far as settings tell. Pure. */
final class DeltaOnS3 {
  private DeltaOnS3() {}

  /** What to say about a warehouse; nothing when it is not on S3. */
  static List<Checkup.Finding> findings(String warehouse, SparkConf spark, Configuration hadoop) {
    Optional<URI> place = S3Overwrites.onS3(warehouse);
    if (place.isEmpty()) {
      return List.of();
    }
    List<Checkup.Finding> findings = new ArrayList<>();
    findings.add(commits(place.get().getScheme(), spark));
    S3Overwrites.setting(warehouse, hadoop)
        .map(
            setting ->
                new Checkup.Finding(
                    false,
                    setting
                        + " makes S3A write over a file that is there, so that a second commit of"
                        + " one table version replaces the first without a word: take it out"))
        .ifPresent(findings::add);
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
}
