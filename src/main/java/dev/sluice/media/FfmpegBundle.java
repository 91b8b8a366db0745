package dev.sluice.media;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * The FFmpeg programs inside a jar on the class path, and the folder they are unpacked into.
 *
 * @param folder resource folder of this machine's kind, with a slash at its end; null when there is
 *     none for it
 * @param cache folder below which versions are unpacked
 */
record FfmpegBundle(String folder, Path cache) {
  /** Ours stands in for theirs, which needs the libraries of a desktop; avdevice.c says more. */
  private static final String DEVICES = "libavdevice.so.62";

  /** The bundle for this operating system and processor, unpacked into the user's cache. */
  static FfmpegBundle onClassPath() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String kind =
        switch (System.getProperty("os.arch")) {
          case "amd64", "x86_64" -> "linux-x86_64";
          case "aarch64", "arm64" -> "linux-arm64";
          default -> null;
        };
    boolean known = os.contains("linux") && kind != null;
    return new FfmpegBundle(known ? "org/bytedeco/ffmpeg/" + kind + "/" : null, userCache());
  }

  /**
   * Unpacks what is not there yet. Idempotent; safe when several JVMs do it at once, because each
   * file appears whole by a rename and all write the same bytes.
   *
   * @return the folder with the programs and their libraries
   * @throws IOException when there is no bundle for this machine or the cache cannot be written
   */
  Path unpack() throws IOException {
    URL program =
        folder == null ? null : getClass().getClassLoader().getResource(folder + "ffmpeg");
    if (program == null || !(program.openConnection() instanceof JarURLConnection connection)) {
      throw new IOException("there are none for this machine on the class path");
    }
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      List<JarEntry> wanted = wanted(jar);
      byte[] devices = devices();
      Path dir = privateFolder(cache.resolve("ffmpeg-" + version(wanted, devices)));
      for (JarEntry entry : wanted) {
        Path target = dir.resolve(entry.getName().substring(folder.length()));
        if (!isThere(target, entry.getSize())) {
          try (InputStream in = jar.getInputStream(entry)) {
            unpack(in, target);
          }
        }
      }
      Path target = dir.resolve(DEVICES);
      if (!isThere(target, devices.length)) {
        unpack(new ByteArrayInputStream(devices), target);
      }
      return dir;
    }
  }

  private List<JarEntry> wanted(JarFile jar) {
    List<JarEntry> wanted = new ArrayList<>();
    jar.stream()
        .filter(e -> !e.isDirectory() && e.getName().startsWith(folder))
        .filter(e -> isProgramOrLibrary(e.getName().substring(folder.length())))
        .forEach(wanted::add);
    return wanted;
  }

  private static boolean isProgramOrLibrary(String name) {
    return name.equals("ffmpeg")
        || name.equals("ffprobe")
        || (name.matches("lib[^/]+\\.so\\.[^/]+") && !name.equals(DEVICES));
  }

  private byte[] devices() throws IOException {
    String kind = folder.replaceAll("^.*/([^/]+)/$", "$1");
    try (InputStream in = FfmpegBundle.class.getResourceAsStream(kind + "/" + DEVICES)) {
      return in.readAllBytes();
    }
  }

  private static boolean isThere(Path target, long size) throws IOException {
    return Files.exists(target) && Files.size(target) == size;
  }

  private static void unpack(InputStream in, Path target) throws IOException {
    Path part = Files.createTempFile(target.getParent(), ".unpacking", "");
    try {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Makes the folder, and refuses one that somebody else put there for us to run. */
  private static Path privateFolder(Path dir) throws IOException {
    Files.createDirectories(dir);
    Path probe = Files.createTempFile(dir, ".owner", "");
    try {
      if (!Files.getOwner(probe).equals(Files.getOwner(dir))) {
        throw new IOException(dir + " belongs to another user; remove it");
      }
    } finally {
      Files.delete(probe);
    }
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    return dir;
  }

  private static String version(List<JarEntry> entries, byte[] devices) {
    StringBuilder all = new StringBuilder(Sha256.hex(devices));
    for (JarEntry e : entries) {
      all.append(e.getName()).append(':').append(e.getSize()).append(':').append(e.getCrc());
      all.append('\n');
    }
    return Sha256.hex(all.toString()).substring(0, 12);
  }

  private static Path userCache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path home = Path.of(System.getProperty("user.home", "/"));
    if (xdg != null && !xdg.isBlank()) {
      return Path.of(xdg, "sluice");
    }
    // Containers often run as a user whose home cannot be written.
    return Files.isWritable(home)
        ? home.resolve(".cache").resolve("sluice")
        : Path.of(
            System.getProperty("java.io.tmpdir"),
            "sluice-" + System.getProperty("user.name", "user"));
  }
}
