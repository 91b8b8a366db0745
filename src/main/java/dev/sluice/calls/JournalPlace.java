package dev.sluice.calls;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where the journal is. Travels to executors with the Hadoop settings that its file system needs.
 *
 * @param uri the folder, with its scheme
 * @param settings Hadoop settings of the driver
 */
record JournalPlace(String uri, Map<String, String> settings) implements Serializable {
  private static final long serialVersionUID = 1L;

  static JournalPlace of(String location, Configuration hadoop) {
    Map<String, String> settings = new HashMap<>();
    for (Map.Entry<String, String> entry : hadoop) {
      if (entry.getKey().startsWith("fs.")) {
        settings.put(entry.getKey(), entry.getValue());
      }
    }
    try {
      Path path = new Path(location);
      return new JournalPlace(path.getFileSystem(hadoop).makeQualified(path).toString(), settings);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "no journal can be kept at " + location + ": " + e.getMessage(), e);
    }
  }

  Journal open() {
    URI parsed = URI.create(uri.replace(" ", "%20"));
    if ("file".equals(parsed.getScheme())) {
      return new FileJournal(java.nio.file.Path.of(new Path(uri).toUri().getPath()));
    }
    try {
      Configuration hadoop = hadoop();
      Path root = new Path(uri);
      return new WeakJournal(FileSystem.get(root.toUri(), hadoop), root);
    } catch (IOException e) {
      throw new IllegalStateException("the journal at " + uri + " cannot be opened", e);
    }
  }

  @Override
  public String toString() {
    return "JournalPlace[" + uri + "]";
  }

  Configuration hadoop() {
    Configuration hadoop = new Configuration();
    settings.forEach(hadoop::set);
    return hadoop;
  }
}
