package dev.sluice.job;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Places of files as Spark would find them, without a session. */
public final class Stores {
  private Stores() {}

  /** Hadoop's settings, with what this process was given as {@code spark.hadoop.*}; a new copy. */
  public static Configuration hadoop() {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : new SparkConf().getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }

  /** Whether a place is on this machine, so that looking at it is quick and cannot be refused. */
  static boolean isLocal(String place, Configuration hadoop) {
    String scheme = new Path(place).toUri().getScheme();
    return "file".equals(scheme == null ? FileSystem.getDefaultUri(hadoop).getScheme() : scheme);
  }

  /**
   * Whether something is there.
   *
   * @param place a file, a folder or a pattern
   * @throws IOException when its store cannot be asked
   */
  static boolean isThere(String place, Configuration hadoop) throws IOException {
    Path path = new Path(place);
    FileSystem store = path.getFileSystem(hadoop);
    if (store.exists(path)) {
      return true;
    }
    FileStatus[] found = store.globStatus(path);
    return found != null && found.length > 0;
  }
}
