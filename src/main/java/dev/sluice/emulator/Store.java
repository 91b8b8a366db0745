package dev.sluice.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bytes that clients sent or pointed at, in one folder, under names of our own. Thread-safe.
 */
final class Store implements AutoCloseable {
  private static final long LARGEST_DOWNLOAD = 4L << 30;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final boolean ours;
  private final Set<Path> claimed = new HashSet<>();
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Store(Path folder, boolean ours) {
    this.folder = folder;
    this.ours = ours;
  }

  /** A store in a state folder, or in a temporary one that goes when it is closed. */
  static Store in(Optional<Path> state) throws IOException {
    return state.isPresent()
        ? new Store(Files.createDirectories(state.get().resolve("bytes")), false)
        : new Store(Files.createTempDirectory("sluice-emulator"), true);
  }

  /** An empty file for bytes to come. */
  Path fresh() throws IOException {
    return Files.createTempFile(folder, "bytes", ".bin");
  }

  /** A file of an earlier start that is still needed. */
  Path claimed(String name) {
    Path file = folder.resolve(name);
    claimed.add(file);
    return file;
  }

  /** Removes what earlier starts left behind and nobody claimed. */
  void sweep() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> !claimed.contains(file)).toList()) {
        Files.deleteIfExists(file);
      }
    }
    claimed.clear();
  }

  /** Fetches a direct link to a video. */
  void download(String url, Path target)
      throws IOException, InterruptedException, Workbench.Unworkable {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).GET().build();
    try {
      HttpResponse<InputStream> response =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = response.body();
          OutputStream out = Files.newOutputStream(target)) {
        String type = response.headers().firstValue("content-type").orElse("");
        if (response.statusCode() != 200
            || type.toLowerCase(Locale.ROOT).startsWith("text/html")
            || copy(in, out) > LARGEST_DOWNLOAD) {
          throw new Workbench.Unworkable(
              "The URL does not lead to a video file (status %d, type %s)."
                  .formatted(response.statusCode(), type));
        }
      }
    } catch (IOException e) {
      throw new Workbench.Unworkable("The URL cannot be read: " + e);
    }
  }

  /** Forgets a file; nothing when it is gone. */
  void drop(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    if (ours) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }

  private static long copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long copied = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      out.write(buffer, 0, read);
      copied += read;
      if (copied > LARGEST_DOWNLOAD) {
        break;
      }
    }
    return copied;
  }
}
