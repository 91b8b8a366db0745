package dev.sluice.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;

/**
 * One video file, wherever it is: the only class that opens video files. It counts them, which only
 * tests read, to prove that a run opened none.
 *
 * <p>A file counts once per {@code VideoFile}, however often it is read; {@link #seen()} does not
 * open it. Thread-safe; pays nothing.
 */
public final class VideoFile {
  private static final AtomicLong OPENED = new AtomicLong();

  private final String uri;
  private final VideoObject object;
  private final AtomicBoolean counted = new AtomicBoolean();

  private VideoFile(String uri, VideoObject object) {
    this.uri = uri;
    this.object = object;
  }

  /** How many video files this JVM has opened since it started. */
  public static long opened() {
    return OPENED.get();
  }

  /**
   * The file at a place. Nothing is read yet.
   *
   * @param uri an absolute path, {@code file:} and a path, an http or https link, or a URI of a
   *     store that Hadoop knows; paths are taken letter by letter, without percent-decoding
   * @param hadoop settings of the stores
   * @throws UnreadableFile when it cannot name a file, or names a page that plays a video
   */
  public static VideoFile at(String uri, Configuration hadoop) throws UnreadableFile {
    try {
      if (Links.is(uri)) {
        return new VideoFile(uri, new WebObject(URI.create(Links.sendable(uri))));
      }
      if (uri.regionMatches(true, 0, "file:", 0, 5)) {
        return at(Path.of("/" + uri.substring("file:".length()).replaceFirst("^/+", "")));
      }
      if (uri.startsWith("/")) {
        return at(Path.of(uri));
      }
      return new VideoFile(uri, new HadoopObject(new org.apache.hadoop.fs.Path(uri), hadoop));
    } catch (IllegalArgumentException e) {
      throw new UnreadableFile("bad_uri", "not a usable uri: " + Links.printable(e.getMessage()));
    }
  }

  /** A file on this machine's disk. */
  public static VideoFile at(Path file) {
    return new VideoFile("file:" + file.toAbsolutePath(), new LocalObject(file.toAbsolutePath()));
  }

  /** Where it is. */
  public String uri() {
    return uri;
  }

  /** Whether it is on this machine's disk. */
  public boolean isLocal() {
    return object instanceof LocalObject;
  }

  /** Whether it is behind an http or https link. */
  public boolean isLink() {
    return object instanceof WebObject;
  }

  /**
   * What its store says about it, without opening it.
   *
   * @throws UnreadableFile when it is missing, not a file or may not be read
   * @throws IOException when the store fails
   */
  public Seen seen() throws IOException {
    return object.seen();
  }

  /**
   * Its bytes from the start; the caller closes the stream.
   *
   * @throws IOException when it cannot be opened
   */
  public InputStream open() throws IOException {
    return open(0);
  }

  /**
   * Its bytes from an offset on, without reading those before; the caller closes the stream.
   *
   * @param offset bytes from the start, 0 or more
   * @throws IOException when it cannot be opened, or ends before
   */
  public InputStream open(long offset) throws IOException {
    count();
    return object.from(offset);
  }

  /**
   * The identity of its bytes; reads all of it up to 64 MiB, ten parts of 1 MiB above.
   *
   * @throws IOException when it cannot be read
   */
  public ContentId contentId() throws IOException {
    count();
    return ContentIds.of(object, object.seen().sizeBytes());
  }

  /**
   * The file on this machine's disk: itself when it is there already, otherwise a temporary copy
   * that goes away when the result is closed.
   *
   * @throws IOException when it cannot be copied
   */
  public OnDisk onDisk() throws IOException {
    count();
    if (object instanceof LocalObject local) {
      return new OnDisk(local.path(), false);
    }
    Path copy = Files.createTempFile("sluice-video-", suffix());
    try (InputStream in = object.from(0)) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      return new OnDisk(copy, true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  private void count() {
    if (counted.compareAndSet(false, true)) {
      OPENED.incrementAndGet();
    }
  }

  // Some containers are told apart by the name's end alone.
  String suffix() {
    String name = uri.replaceFirst("[?#].*", "");
    String end = name.substring(name.lastIndexOf('/') + 1).replaceFirst("^.*(?=\\.)", "");
    return end.matches("\\.[A-Za-z0-9]{1,8}") ? end : ".video";
  }

  /**
   * A video file on this machine's disk.
   *
   * @param path where
   * @param temporary whether it is a copy that {@link #close()} deletes
   */
  public record OnDisk(Path path, boolean temporary) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (temporary) {
        Files.deleteIfExists(path);
      }
    }
  }
}
