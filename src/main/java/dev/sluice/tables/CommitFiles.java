package dev.sluice.tables;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Reads a Delta table's version from the names of its commit files, as the Delta protocol defines
 * them: one listing instead of a Spark job.
 */
final class CommitFiles {
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");

  private CommitFiles() {}

  /** Whether a table was committed in a folder; stops reading at its first commit. */
  static boolean any(String folder, Configuration hadoop) {
    boolean[] found = new boolean[1];
    each(
        folder,
        hadoop,
        version -> {
          found[0] = true;
          return false;
        });
    return found[0];
  }

  /** The highest committed version of the table in a folder, or empty when there is no table. */
  static OptionalLong lastVersion(String folder, Configuration hadoop) {
    long[] last = {-1};
    each(
        folder,
        hadoop,
        version -> {
          last[0] = Math.max(last[0], version);
          return true;
        });
    return last[0] < 0 ? OptionalLong.empty() : OptionalLong.of(last[0]);
  }

  // Delta itself takes a store that does not answer for a folder without a table, and then what was
  // paid for would look as if nobody had.
  private static void each(String folder, Configuration hadoop, LongPredicate more) {
    Path log = new Path(folder, "_delta_log");
    try {
      RemoteIterator<FileStatus> files = log.getFileSystem(hadoop).listStatusIterator(log);
      boolean wanted = true;
      while (wanted && files.hasNext()) {
        Matcher name = COMMIT.matcher(files.next().getPath().getName());
        wanted = !name.matches() || more.test(Long.parseLong(name.group(1)));
      }
    } catch (FileNotFoundException e) {
      return;
    } catch (IOException e) {
      throw new StoreUnreachable(folder, e);
    }
  }
}
