package dev.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all measurements share: a scratch folder, Spark, and how figures and notes are printed. */
abstract class Measurement implements Callable<Integer> {
  @Spec private CommandSpec command;

  private final long start = System.nanoTime();

  /** Measures and prints; everything below the folder is removed afterwards. */
  abstract void measure(Path scratch) throws Exception;

  @Override
  public final Integer call() throws Exception {
    Path scratch = Files.createTempDirectory("sluice-bench");
    try {
      measure(scratch);
    } finally {
      remove(scratch);
    }
    return 0;
  }

  /** Prints a figure. */
  final void figure(Figure figure) {
    print(figure.line());
  }

  /** Prints what is going on, as a comment. */
  final void note(String line) {
    print("# %5d s  %s".formatted((System.nanoTime() - start) / 1_000_000_000L, line));
  }

  /** Runs something on Spark and stops it, unless it was running before. */
  final void onSpark(Cluster cluster, Path scratch, OnSpark what) throws Exception {
    boolean running = !SparkSession.getDefaultSession().isEmpty();
    SparkSession spark = cluster.start(scratch);
    try {
      what.on(spark);
    } finally {
      if (!running) {
        spark.stop();
      }
    }
  }

  /** Something that needs Spark. */
  interface OnSpark {
    void on(SparkSession spark) throws Exception;
  }

  private void print(String line) {
    command.commandLine().getOut().println(line);
    command.commandLine().getOut().flush();
  }

  /** Removes a folder and all below it. */
  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
