package dev.sluice.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * A server that must not share a class path with Spark, as a Java process of its own. It ends with
 * this JVM, however that ends.
 */
final class ServerProcess implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 60_000;

  private final Process process;
  private final Path folder;

  private ServerProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /**
   * Starts a main class of the servers' class path.
   *
   * @param folder working folder, with its log in {@code log.txt}
   */
  static ServerProcess start(Path folder, String heap, String main, List<String> arguments)
      throws IOException {
    Path classPath = Path.of("target", "classpath-test-servers.txt");
    if (!Files.exists(classPath)) {
      throw new IOException(
          classPath + " is made by the build: run mvn generate-test-resources once");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:TieredStopAtLevel=1");
    command.add(
        "-Dlogback.configurationFile="
            + ServerProcess.class.getResource("servers-logback.xml").toString());
    command.add("-cp");
    command.add(Files.readString(classPath).trim() + File.pathSeparator + ownClasses());
    command.add(ServerMain.class.getName());
    command.add(main);
    command.addAll(arguments);
    return new ServerProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log.txt").toFile())
            .start(),
        folder);
  }

  /** Waits until a look finds what it looks for. */
  String await(Look look) throws IOException {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (System.currentTimeMillis() < end) {
      Optional<String> found = look.find(folder);
      if (found.isPresent()) {
        return found.get();
      }
      if (!process.isAlive()) {
        break;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    String log = Files.readString(folder.resolve("log.txt"));
    close();
    throw new IOException("the server did not start:\n" + log);
  }

  // A build for another line of Spark has a folder of its own.
  private static Path ownClasses() throws IOException {
    try {
      return Path.of(ServerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Where to see that a server answers. */
  @FunctionalInterface
  interface Look {
    Optional<String> find(Path folder) throws IOException;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
      FileUtils.deleteDirectory(folder.toFile());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
