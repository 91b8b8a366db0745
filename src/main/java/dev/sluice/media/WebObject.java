package dev.sluice.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A video behind an http or https link, read in ranges, each of which is held to what the server
 * said first; every request has a time limit. Redirects are followed as {@link Redirects} allows.
 */
final class WebObject implements VideoObject {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** For each request. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int FIRST_CHUNK = 256 << 10;
  private static final int LARGEST_CHUNK = 8 << 20;
  private static final int SNIFF = 1024;
  private static final int NO_SUCH_RANGE = 416;
  private static final Pattern PART = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

  private final URI uri;
  private final String name;
  private final Duration limit;
  private volatile Boolean ranges;
  private volatile long size;
  private volatile String etag;

  WebObject(URI uri) throws UnreadableFile {
    this(uri, LIMIT);
  }

  /** With a time limit of one's own for each request. */
  WebObject(URI uri, Duration limit) throws UnreadableFile {
    this.uri = uri;
    this.limit = limit;
    this.name = Links.shown(uri.toString());
    if (uri.getHost() == null) {
      throw new UnreadableFile("bad_uri", "the link names no host; give a direct link to the file");
    }
    if (PlayerHosts.isPlayer(uri.getHost())) {
      throw new UnreadableFile(
          "player_url",
          name + " is a page that plays a video; give a direct link to the file, or a copy of it");
    }
  }

  // A range instead of HEAD: links signed for GET refuse HEAD.
  @Override
  public Seen seen() throws IOException {
    HttpResponse<byte[]> response = get(0, SNIFF - 1, true);
    if (response.statusCode() == NO_SUCH_RANGE) {
      // An empty file has no first byte; and some servers refuse every range.
      response = get(0, SNIFF - 1, false);
    }
    String type = header(response, "Content-Type").toLowerCase(Locale.ROOT);
    if (type.startsWith("text/html") || looksLikeHtml(response.body())) {
      throw new UnreadableFile(
          "html_page", name + " answers with a web page; give a direct link to the file");
    }
    boolean partial = response.statusCode() == 206;
    size = partial ? total(response) : length(response);
    etag = header(response, "ETag");
    ranges = partial;
    String modified = header(response, "Last-Modified");
    String tag = !etag.isEmpty() ? etag : modified.isEmpty() ? null : size + ":" + modified;
    return new Seen(size, tag);
  }

  @Override
  public InputStream from(long offset) throws IOException {
    if (ranges == null) {
      seen();
    }
    if (!ranges && size > ContentIds.WHOLE_UP_TO) {
      throw new UnreadableFile(
          "no_ranges",
          name
              + " cannot be read in parts; give content_sha256 and the facts in the manifest, or a copy");
    }
    return new Chunks(offset);
  }

  /** The bytes from first to last, of a server that knows no ranges at least those. */
  private HttpResponse<byte[]> part(long first, long last) throws IOException {
    HttpResponse<byte[]> response = get(first, last, ranges);
    String tag = header(response, "ETag");
    boolean sameTag = tag.isEmpty() || etag.isEmpty() || strong(tag).equals(strong(etag));
    if (!sameTag || !isPart(response, first)) {
      throw changed();
    }
    return response;
  }

  private boolean isPart(HttpResponse<byte[]> response, long first) {
    if (response.statusCode() == 206) {
      Matcher part = PART.matcher(header(response, "Content-Range"));
      return part.matches()
          && Long.parseLong(part.group(1)) == first
          && (part.group(2).equals("*") || Long.parseLong(part.group(2)) == size);
    }
    String length = header(response, "Content-Length");
    return response.statusCode() == 200
        && first == 0
        && (length.isEmpty() || length.equals(Long.toString(size)));
  }

  private UnreadableFile changed() {
    return new UnreadableFile(
        "changed_while_read",
        name + " was another file at one moment than at the next; run again when it is complete");
  }

  /** One file may have a weak tag from one server and the strong one from another. */
  private static String strong(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  private HttpResponse<byte[]> get(long first, long last, boolean range) throws IOException {
    Redirects redirects = new Redirects(uri, name, InetAddress::getAllByName);
    URI at = uri;
    HttpResponse<byte[]> response = ask(request(at, first, last, range), last - first + 1);
    while (Redirects.isOne(response.statusCode())) {
      at = redirects.next(at, header(response, "Location"));
      response = ask(request(at, first, last, range), last - first + 1);
    }
    if (!range || response.statusCode() != NO_SUCH_RANGE) {
      check(response.statusCode());
    }
    return response;
  }

  private HttpRequest request(URI at, long first, long last, boolean range) {
    HttpRequest.Builder request = HttpRequest.newBuilder(at).timeout(limit);
    return (range ? request.header("Range", "bytes=" + first + "-" + last) : request).build();
  }

  private HttpResponse<byte[]> ask(HttpRequest request, long most) throws IOException {
    // The request's own timeout ends with the headers; a body that stalls needs this one too.
    var call = CLIENT.sendAsync(request, info -> new Prefix(most));
    try {
      return call.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new UnreadableFile("unreachable", name + " did not answer in time; try again later");
    } catch (ExecutionException e) {
      throw new UnreadableFile(
          "unreachable", name + " cannot be reached: " + e.getCause().getClass().getSimpleName());
    } catch (InterruptedException e) {
      call.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + name);
    }
  }

  private void check(int status) throws UnreadableFile {
    switch (status) {
      case 200, 206 -> {}
      case 404, 410 ->
          throw new UnreadableFile("missing_file", name + " is gone (HTTP " + status + ")");
      case 401, 403 ->
          throw new UnreadableFile(
              "access_denied",
              name + " refuses access (HTTP " + status + "); a signed link may have expired");
      default ->
          throw new UnreadableFile(
              "unreachable", name + " answered HTTP " + status + "; try again later");
    }
  }

  private long total(HttpResponse<byte[]> response) throws UnreadableFile {
    String range = header(response, "Content-Range");
    String total = range.substring(range.lastIndexOf('/') + 1);
    return total.matches("\\d{1,18}") ? Long.parseLong(total) : unknownSize();
  }

  private long length(HttpResponse<byte[]> response) throws UnreadableFile {
    String length = header(response, "Content-Length");
    return length.matches("\\d{1,18}") ? Long.parseLong(length) : unknownSize();
  }

  private long unknownSize() throws UnreadableFile {
    throw new UnreadableFile("unknown_size", name + " does not say how large the file is");
  }

  private static String header(HttpResponse<?> response, String header) {
    return response.headers().firstValue(header).orElse("").strip();
  }

  private static boolean looksLikeHtml(byte[] head) {
    String text =
        new String(head, StandardCharsets.ISO_8859_1).stripLeading().toLowerCase(Locale.ROOT);
    return text.startsWith("<!doctype html") || text.startsWith("<html");
  }

  /**
   * Reads on in ranges that grow, since whoever wants little does not wait for much, and only so
   * far that a slow link gives each of them well within the limit.
   */
  private final class Chunks extends InputStream {
    private long next;
    private int wanted = FIRST_CHUNK;
    private ByteArrayInputStream chunk = new ByteArrayInputStream(new byte[0]);

    Chunks(long offset) {
      this.next = offset;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (chunk.available() == 0) {
        if (next >= size) {
          return -1;
        }
        long first = ranges ? next : 0;
        long last = ranges ? Math.min(size, next + wanted) - 1 : size - 1;
        long began = System.nanoTime();
        byte[] bytes = part(first, last).body();
        pace(Duration.ofNanos(System.nanoTime() - began));
        int skip = (int) (next - first);
        chunk = new ByteArrayInputStream(bytes, skip, Math.max(0, bytes.length - skip));
        if (chunk.available() == 0) {
          throw changed();
        }
        next = first + bytes.length;
      }
      return chunk.read(buffer, offset, length);
    }

    private void pace(Duration took) {
      if (took.compareTo(limit.dividedBy(16)) < 0) {
        wanted = Math.min(2 * wanted, LARGEST_CHUNK);
      } else if (took.compareTo(limit.dividedBy(4)) > 0) {
        wanted = Math.max(wanted / 2, FIRST_CHUNK);
      }
    }
  }
}
