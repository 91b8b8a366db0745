package dev.sluice.tables;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a Delta table's version from the names of its commit files, as the Delta protocol defines
 * them: one listing instead of a Spark job.
 */
final class CommitFiles {
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  private CommitFiles() {}

  /** The highest committed version of the table in a folder, or empty when there is no table. */
  static OptionalLong lastVersion(String folder, Configuration hadoop) {
    Path log = new Path(folder, "_delta_log");
    long last = -1;
    try {
      FileSystem fs = log.getFileSystem(hadoop);
      for (FileStatus file : fs.listStatus(log)) {
        Matcher name = COMMIT.matcher(file.getPath().getName());
        if (name.matches()) {
          last = Math.max(last, Long.parseLong(name.group(1)));
        }
      }
    } catch (FileNotFoundException e) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the commits of " + folder + " cannot be listed", e);
    }
    return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }
}
