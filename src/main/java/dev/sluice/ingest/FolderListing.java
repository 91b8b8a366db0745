package dev.sluice.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The videos below a folder; the first folder below it is their class. */
final class FolderListing {
  private static final Set<String> VIDEO =
      Set.of(
          "mp4", "m4v", "mov", "mkv", "webm", "avi", "mpg", "mpeg", "ts", "mts", "m2ts", "wmv",
          "flv", "ogv", "3gp", "mxf");

  /** Deep enough for any data set, and an end to links that lead back up. */
  private static final int DEEPEST = 12;

  private FolderListing() {}

  /**
   * All videos, in the order of their paths; names that start with a dot or underscore are left.
   */
  static List<Listed> list(FileSystem fs, Path folder) throws IOException {
    List<Listed> found = new ArrayList<>();
    walk(fs, folder, "", found, 0);
    return found;
  }

  private static void walk(FileSystem fs, Path folder, String prefix, List<Listed> found, int depth)
      throws IOException {
    FileStatus[] children = fs.listStatus(folder);
    Arrays.sort(children, Comparator.comparing(s -> s.getPath().getName()));
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      if (name.startsWith(".") || name.startsWith("_")) {
        continue;
      }
      if (child.isDirectory() && depth < DEEPEST) {
        walk(fs, child.getPath(), prefix + name + "/", found, depth + 1);
      } else if (child.isFile() && isVideo(name)) {
        String label = prefix.isEmpty() ? null : prefix.substring(0, prefix.indexOf('/'));
        found.add(new Listed(prefix + name, label, null, null, null, null, Map.of()));
      }
    }
  }

  private static boolean isVideo(String name) {
    return VIDEO.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
