package dev.sluice.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The page's file, on any file system. */
final class ReportFile {
  private static final int HEAD = 4096;
  private static final Pattern FINGERPRINT =
      Pattern.compile("<meta name=\"sluice-fingerprint\" content=\"([0-9a-f]{64})\"");

  private final FileSystem fs;
  private final Path path;

  private ReportFile(FileSystem fs, Path path) {
    this.fs = fs;
    this.path = path;
  }

  /** The page at a place. */
  static ReportFile at(Configuration conf, String to) throws IOException {
    Path given = new Path(to);
    FileSystem found = given.getFileSystem(conf);
    // Hadoop's local file system would put a hidden checksum file beside the page.
    FileSystem fs = found instanceof ChecksumFileSystem c ? c.getRawFileSystem() : found;
    return new ReportFile(fs, fs.makeQualified(given));
  }

  /** Where it is, as a URI. */
  String uri() {
    return path.toString();
  }

  /** The fingerprint of the page that is there. */
  Optional<String> fingerprint() throws IOException {
    try (InputStream in = fs.open(path)) {
      Matcher matcher =
          FINGERPRINT.matcher(new String(in.readNBytes(HEAD), StandardCharsets.UTF_8));
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Replaces the page; whoever opens it meanwhile sees a whole one or none. */
  void write(String html) throws IOException {
    Path temporary = new Path(path.getParent(), "_" + path.getName() + ".tmp");
    try (OutputStream out = fs.create(temporary, true)) {
      out.write(html.getBytes(StandardCharsets.UTF_8));
    }
    fs.delete(path, false);
    if (!fs.rename(temporary, path)) {
      throw new IOException("cannot rename " + temporary + " to " + path);
    }
  }
}
