package dev.sluice.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sluice.media.Links;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.text.RootCause;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;

/**
 * Where a manifest is, what it is, and what its relative uris are relative to.
 *
 * @param name as the user gave it, for messages
 * @param location absolute uri, or a catalog table's name
 * @param format what it is
 * @param base absolute uri of the folder that relative uris start from; null for catalog tables and
 *     indexes
 */
record ManifestPlace(String name, String location, ManifestFormat format, String base) {
  private static final String CATALOG = "catalog:";

  /**
   * Finds a manifest.
   *
   * @throws StepStopped as {@link #failed} says, or when it cannot be told what it is
   */
  static ManifestPlace find(IngestConf conf, Configuration stores) {
    String name = conf.manifest();
    if (name.startsWith(CATALOG)) {
      return new ManifestPlace(name, name.substring(CATALOG.length()), ManifestFormat.DELTA, null);
    }
    if (IndexManifest.is(name)) {
      return new ManifestPlace(name, name, ManifestFormat.INDEX, null);
    }
    try {
      Path path = new Path(name);
      FileSystem fs = path.getFileSystem(stores);
      Path absolute = fs.makeQualified(path);
      FileStatus status = fs.getFileStatus(absolute);
      ManifestFormat format =
          conf.format() != null ? ManifestFormat.named(conf.format()) : guess(fs, status);
      // A listed folder is the place itself; a table or file lies in its place.
      boolean folder = format.isListing() && status.isDirectory();
      Path base = folder || absolute.getParent() == null ? absolute : absolute.getParent();
      return new ManifestPlace(name, absolute.toString(), format, base.toString());
    } catch (IOException | IllegalArgumentException e) {
      throw failed(name, e);
    }
  }

  /**
   * Lists the videos of a folder or a FiftyOne data set.
   *
   * @throws StepStopped as {@link #failed} says
   */
  List<ManifestRow> listing(Configuration stores) {
    try {
      Path path = new Path(location);
      FileSystem fs = path.getFileSystem(stores);
      if (format == ManifestFormat.FOLDER) {
        return Listed.rows(FolderListing.list(fs, path));
      }
      Path samples = fs.getFileStatus(path).isDirectory() ? new Path(path, "samples.json") : path;
      try (InputStream in = fs.open(samples)) {
        return Listed.rows(FiftyOneSamples.read(in));
      }
    } catch (IOException | IllegalArgumentException e) {
      throw failed(name, e);
    }
  }

  private static ManifestFormat guess(FileSystem fs, FileStatus status) throws IOException {
    if (status.isFile()) {
      return ManifestFormat.ofFile(status.getPath().getName());
    }
    return ManifestFormat.ofFolder(
        Arrays.stream(fs.listStatus(status.getPath())).map(s -> s.getPath().getName()).toList());
  }

  /**
   * Ends the run because the manifest cannot be read: with {@link ExitCode#INPUT} where only a
   * person can help, with {@link ExitCode#AGAIN} where its store may answer later.
   */
  static StepStopped failed(String manifest, Exception why) {
    boolean outage = false;
    for (Throwable at = why; at != null; at = at.getCause()) {
      if (at instanceof FileNotFoundException || at instanceof NoSuchFileException) {
        return stopped(manifest, "there is nothing at that place; check ingest.manifest");
      }
      if (isForGood(at)) {
        return stopped(manifest, RootCause.firstLine(at.getMessage(), ""));
      }
      outage |= at instanceof IOException;
    }
    if (!outage) {
      return stopped(manifest, "it cannot be read (%s)".formatted(RootCause.of(why)));
    }
    return new StepStopped(
        ExitCode.AGAIN,
        unusable(
            manifest,
            "its store does not give it (%s); run again when it does"
                .formatted(RootCause.of(why))));
  }

  private static boolean isForGood(Throwable why) {
    boolean malformed =
        why instanceof IllegalArgumentException || why instanceof JsonProcessingException;
    // HDFS says so of a name node whose address is not known, which may pass.
    return (malformed && !(why.getCause() instanceof IOException))
        || why instanceof AnalysisException
        || why instanceof UnsupportedOperationException
        || why instanceof UnknownStoreException
        || why instanceof ZipException
        || why instanceof AccessDeniedException
        || why instanceof AccessControlException
        || why instanceof UnsupportedFileSystemException;
  }

  /** Ends the run because of the manifest. */
  static StepStopped stopped(String manifest, String why) {
    return new StepStopped(ExitCode.INPUT, unusable(manifest, why));
  }

  /** That the manifest cannot be used, and why; without what signs a link. */
  static String unusable(String manifest, String why) {
    return Links.withoutSecrets("ingest cannot use the manifest %s: %s".formatted(manifest, why));
  }
}
