package dev.sluice.media;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;

/** An object in a store that Hadoop knows: S3, HDFS, Azure, Google. */
record HadoopObject(Path path, Configuration conf) implements VideoObject {
  @Override
  public Seen seen() throws IOException {
    FileStatus status;
    try {
      status = fileSystem().getFileStatus(path);
    } catch (FileNotFoundException e) {
      throw new UnreadableFile(
          "missing_file", "no object at " + shown() + "; restore it or correct the uri");
    } catch (AccessControlException | java.nio.file.AccessDeniedException e) {
      throw new UnreadableFile("access_denied", "no permission to read " + shown());
    }
    if (!status.isFile()) {
      throw new UnreadableFile("not_a_file", shown() + " is a folder; the uri must name a file");
    }
    String etag = status instanceof EtagSource source ? source.getEtag() : null;
    String tag =
        etag == null || etag.isBlank()
            ? status.getLen() + ":" + status.getModificationTime()
            : etag;
    return new Seen(status.getLen(), tag);
  }

  @Override
  public InputStream from(long offset) throws IOException {
    FSDataInputStream in = fileSystem().open(path);
    try {
      in.seek(offset);
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private FileSystem fileSystem() throws IOException {
    try {
      return path.getFileSystem(conf);
    } catch (IllegalArgumentException e) {
      // HDFS says so of a name node whose address is not known, which may pass.
      throw new IOException(shown() + ": " + why(e), e);
    } catch (UnsupportedFileSystemException | RuntimeException | LinkageError e) {
      throw new UnreadableFile(
          "unknown_scheme",
          "nothing here reads %s (%s); use file:, https: or a store that Spark is set up for"
              .formatted(shown(), why(e)));
    }
  }

  private static String why(Throwable e) {
    return Links.withoutSecrets(String.valueOf(e.getMessage()));
  }

  private String shown() {
    return Links.shown(path.toString());
  }
}
