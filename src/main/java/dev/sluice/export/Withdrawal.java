package dev.sluice.export;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.tables.Forgotten;
import dev.sluice.tables.ReleaseRow;
import dev.sluice.tables.VersionGone;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Marks releases that hold a video which was taken down: in {@code releases}, so that none is made
 * from them again, and by a file beside their manifest, so that whoever verifies a release, or only
 * opens its folder, sees it. Deletes nothing: a release may have been copied, and only a person
 * knows where to. Pays nothing, idempotent.
 */
public final class Withdrawal {
  /** The file that says that a release is withdrawn. */
  static final String MARK = "WITHDRAWN";

  private final Warehouse warehouse;
  private final Forgotten forgotten;

  /** A withdrawal of what is taken down. */
  public Withdrawal(Warehouse warehouse, Forgotten forgotten) {
    this.warehouse = warehouse;
    this.forgotten = forgotten;
  }

  /**
   * Releases, by name.
   *
   * @param holding those that hold such a video and are not withdrawn yet
   * @param unknown those whose pinned table versions Delta has let go of, so that nobody can tell
   */
  public record Found(List<String> holding, List<String> unknown) {}

  /**
   * Looks for them; writes nothing. What a failure to read does not say, that the version is gone,
   * is thrown as it is: then nobody knows yet.
   */
  public Found find() {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    for (ReleaseRow release : warehouse.rows(ReleaseRow.TABLE)) {
      if (!release.withdrawn()) {
        Optional<Boolean> holds = holds(release);
        if (holds.isEmpty()) {
          found.unknown().add(release.name());
        } else if (holds.get()) {
          found.holding().add(release.name());
        }
      }
    }
    return found;
  }

  /**
   * Withdraws releases.
   *
   * @param names as {@link #find} gave them
   * @throws UncheckedIOException when a folder cannot be written; do it again
   */
  public void withdraw(List<String> names, Instant at) {
    if (names.isEmpty()) {
      return;
    }
    Configuration hadoop = warehouse.spark().sessionState().newHadoopConf();
    for (ReleaseRow release : warehouse.rows(ReleaseRow.TABLE, col("name").isin(names.toArray()))) {
      try {
        mark(hadoop, release, at);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "release %s cannot be marked as withdrawn".formatted(release.name()), e);
      }
    }
    warehouse.replaceIfDifferent(
        ReleaseRow.TABLE,
        warehouse
            .read(ReleaseRow.TABLE)
            .withColumn(
                "withdrawn",
                when(col("name").isin(names.toArray()), lit(true)).otherwise(col("withdrawn"))));
  }

  private Optional<Boolean> holds(ReleaseRow release) {
    try {
      return Optional.of(
          !ExportItems.included(ExportItems.of(warehouse, Recipe.of(release)))
              .where(forgotten.video(col("video_id")).or(forgotten.content(col("content_id"))))
              .isEmpty());
    } catch (Exception e) {
      // Spark throws checked exceptions without declaring them.
      if (!VersionGone.isWhy(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static void mark(Configuration hadoop, ReleaseRow release, Instant at)
      throws IOException {
    Path folder = new Path(release.uri());
    FileSystem fs = ReleaseStore.files(hadoop, folder);
    if (!fs.exists(folder)) {
      return;
    }
    try (OutputStream out = fs.create(new Path(folder, MARK), true)) {
      out.write(
          "Withdrawn on %s: a video in it was taken down. Do not use it; delete this folder and every copy of it.%n"
              .formatted(at)
              .getBytes(StandardCharsets.UTF_8));
    }
  }
}
