package dev.sluice.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process of this run, on this process's class path, its output in a file. */
final class Jvm implements AutoCloseable {
  private final Process process;
  private final Path output;

  private Jvm(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * What to start.
   *
   * @param options for the JVM: heap, properties
   * @param main class with the main method
   * @param arguments for it
   * @param environment added to this process's own
   */
  record Command(
      List<String> options, String main, List<String> arguments, Map<String, String> environment) {}

  /** Starts a process whose output is added to a file. */
  static Jvm start(Command command, Path output) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    line.addAll(opens());
    line.addAll(command.options());
    line.add(command.main());
    line.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().putAll(command.environment());
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    try {
      return new Jvm(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** How it ended; 128 plus the signal where it was killed. */
  int exit() {
    return process.exitValue();
  }

  /** Whether it ended in time. */
  boolean ended(Duration within) throws InterruptedException {
    return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  void kill() throws InterruptedException {
    Signals.kill(pid());
    process.waitFor();
  }

  /** All that it wrote so far, and whoever wrote to the file before it. */
  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** The packages that Spark needs opened: as this process has them. */
  static List<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .toList();
  }
}
