package dev.sluice.calls;

import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.SparkEnv;
import scala.Tuple2;

/**
 * Where the journal is. Travels to executors with those settings of its file system that they do
 * not have themselves; nothing in it is ever printed.
 *
 * @param uri the folder, with its scheme
 * @param settings Hadoop settings of the driver that are neither Hadoop's defaults nor given as
 *     {@code spark.hadoop.*}: credentials that executors find themselves do not travel
 */
record JournalPlace(String uri, Map<String, String> settings) implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String SPARK_HADOOP = "spark.hadoop.";

  static JournalPlace of(String location, Configuration hadoop) {
    Configuration known = new Configuration(false);
    known.addResource("core-default.xml");
    known.addResource("hdfs-default.xml");
    addSparks(known);
    Map<String, String> settings = new HashMap<>();
    for (Map.Entry<String, String> entry : hadoop) {
      boolean store = entry.getKey().startsWith("fs.") || entry.getKey().startsWith("dfs.");
      if (store && !entry.getValue().equals(known.getRaw(entry.getKey()))) {
        settings.put(entry.getKey(), entry.getValue());
      }
    }
    try {
      Path path = new Path(location);
      return new JournalPlace(path.getFileSystem(hadoop).makeQualified(path).toString(), settings);
    } catch (UnsupportedFileSystemException | IllegalArgumentException e) {
      throw new SpendingStopped(
          SpendingStopped.Why.SETTINGS,
          "no journal can be kept at " + location + ": " + e.getMessage());
    } catch (IOException e) {
      throw JournalUnreachable.at(location, e);
    }
  }

  Journal open() {
    return new StoreJournal(store());
  }

  /**
   * The store itself: {@code file:} by links, {@code hdfs:} by renames, S3A by conditional creates
   * where its Hadoop can, {@code viewfs:} by what is behind it, anything else weakly.
   */
  JournalStore store() {
    Path root = new Path(uri);
    if ("file".equals(root.toUri().getScheme())) {
      return new LinkStore(java.nio.file.Path.of(root.toUri().getPath()));
    }
    try {
      FileSystem fs = root.getFileSystem(hadoop());
      if ("viewfs".equals(root.toUri().getScheme())) {
        fs.mkdirs(root);
        root = fs.resolvePath(root);
        fs = root.getFileSystem(hadoop());
      }
      if ("hdfs".equals(root.toUri().getScheme())) {
        return RenameStore.atomic(fs, root);
      }
      // Asked before the class is touched, which needs S3A's own classes.
      return fs.hasPathCapability(root, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)
          ? ConditionalStore.of(fs, root)
          : RenameStore.weak(fs, root);
    } catch (IOException e) {
      throw JournalUnreachable.at(uri, e);
    }
  }

  @Override
  public String toString() {
    return "JournalPlace[" + uri + "]";
  }

  /** What this process knows of Hadoop, and what the driver sent along. */
  Configuration hadoop() {
    Configuration hadoop = new Configuration();
    addSparks(hadoop);
    settings.forEach(hadoop::set);
    return hadoop;
  }

  private static void addSparks(Configuration hadoop) {
    SparkEnv env = SparkEnv.get();
    if (env != null) {
      for (Tuple2<String, String> setting : env.conf().getAllWithPrefix(SPARK_HADOOP)) {
        hadoop.set(setting._1(), setting._2());
      }
    }
  }
}
