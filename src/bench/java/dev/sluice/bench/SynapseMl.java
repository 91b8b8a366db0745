package dev.sluice.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * SynapseML's HTTP-on-Spark, in a process of its own: it is published for Scala 2.12 and Spark 3.5,
 * which cannot share a JVM with ours. {@code src/bench/run pacing} compiles it and names its class
 * path.
 */
final class SynapseMl implements Contender {
  /** The system property that names the file with its class path. */
  static final String CLASS_PATH = "bench.synapseml";

  private final Path scratch;
  private final String classPath;
  private final Width width;
  private double seconds;

  private SynapseMl(Path scratch, String classPath, Width width) {
    this.scratch = scratch;
    this.classPath = classPath;
    this.width = width;
  }

  /** The contender, or empty where it was not resolved. */
  static Optional<SynapseMl> in(Path scratch, Width width) throws IOException {
    String file = System.getProperty(CLASS_PATH, "");
    if (file.isEmpty() || !Files.exists(Path.of(file))) {
      return Optional.empty();
    }
    Files.createDirectories(scratch);
    Path classes = Path.of(file).resolveSibling("classes");
    return Optional.of(
        new SynapseMl(scratch, classes + ":" + Files.readString(Path.of(file)).strip(), width));
  }

  @Override
  public String name() {
    return "synapseml";
  }

  @Override
  public void run(Course course) throws Exception {
    run(course, false);
  }

  @Override
  public void runCountedFirst(Course course) throws Exception {
    run(course, true);
  }

  /** How long the last run took inside its process, without the start of Spark. */
  double seconds() {
    return seconds;
  }

  private void run(Course course, boolean counted) throws IOException, InterruptedException {
    Path bodies = Files.createTempFile(scratch, "bodies", ".txt");
    Files.write(bodies, course.clips().stream().map(Wire::body).toList());
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx1g");
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    for (String opened : List.of("lang", "lang.invoke", "nio", "util", "util.concurrent", "net")) {
      command.add("--add-opens=java.base/java." + opened + "=ALL-UNNAMED");
    }
    command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    command.add("--add-opens=java.base/sun.security.action=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath, "dev.sluice.bench.synapseml.Main"));
    command.add("url=" + course.url());
    command.add("bodies=" + bodies);
    command.add("out=" + scratch.resolve("answers"));
    command.add("partitions=" + width.partitions());
    command.add("concurrency=" + width.inFlightEach());
    command.add("poll-ms=" + course.pollEvery().toMillis());
    command.add("fail-at=" + course.failAtCreate().orElse(-1));
    command.add("counted=" + counted);
    Path log = scratch.resolve("synapseml.log");
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    seconds = Double.NaN;
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.startsWith("seconds=")) {
          seconds = Double.parseDouble(line.substring("seconds=".length()));
        }
      }
    }
    if (process.waitFor() != 0 || Double.isNaN(seconds)) {
      throw new IOException("SynapseML failed: " + Files.readString(log));
    }
  }
}
