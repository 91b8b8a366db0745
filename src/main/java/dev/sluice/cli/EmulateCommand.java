package dev.sluice.cli;

import dev.sluice.emulator.Assumption;
import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Latency;
import dev.sluice.emulator.Limit;
import dev.sluice.emulator.Operation;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "emulate",
    mixinStandardHelpOptions = true,
    description =
        "Serves the TwelveLabs API on this machine, backed by small local models. For development"
            + " and tests: it is not TwelveLabs and does not answer like it.")
final class EmulateCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--port",
      defaultValue = "8642",
      description = "Port on the loopback address; 0 takes a free one. Default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Folder that keeps everything accepted, so that a start after a stop or a kill goes on"
              + " with it. Default: a temporary folder.")
  private Path state;

  @Option(
      names = "--made-up",
      description =
          "No model runs and no video is read: answers are made up from hashes. For load tests of"
              + " clients.")
  private boolean madeUp;

  @Option(
      names = "--latency",
      paramLabel = "MEDIAN[:P99]",
      defaultValue = "0s",
      description =
          "Shortest time that a task takes: always the same, 5ms, or log-normal with a median and"
              + " a 99th percentile, 40s:300s. Default ${DEFAULT-VALUE}.")
  private String latency;

  @Option(
      names = "--seed",
      defaultValue = "0",
      description = "Seed of the latencies. Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--limit",
      paramLabel = "OPERATION=LIMIT",
      description =
          "Limit of upload, index, embed, embed_text, analyze or search: requests, embed=60/min, or"
              + " minutes of media, embed=600min/hour, per min, hour or day. Repeatable.")
  private List<String> limits = List.of();

  @Option(
      names = "--assume",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = Assumptions.class,
      description =
          "Does what TwelveLabs may do although its documentation does not say so today; a list"
              + " with commas, and repeatable. One of ${COMPLETION-CANDIDATES}.")
  private List<String> assumptions = List.of();

  /** Names for the help. */
  static final class Assumptions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Assumption.values())
          .map(a -> "%n  %s: %s".formatted(a.key(), a.words()))
          .iterator();
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    try (EmulatorServer server = EmulatorServer.start(Settings.of(this))) {
      out.println("emulator listening at " + server.baseUrl());
      out.println("use it: --set provider.name=emulator --set provider.url=" + server.baseUrl());
      out.println("any API key is accepted; Ctrl-C stops it");
      if (madeUp) {
        out.println("its answers are made up: they say nothing about any video");
      }
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (NoClassDefFoundError e) {
      throw new StepStopped(
          ExitCode.USAGE, "this jar holds no emulator; run `jobs/sluice emulate` from a checkout");
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new StepStopped(ExitCode.USAGE, e.getMessage());
    }
  }

  /**
   * Has the emulator's types in its signatures. The command itself must not: picocli reads all of a
   * command's methods at every start, also from a jar that has no emulator.
   */
  private static final class Settings {
    static EmulatorConf of(EmulateCommand given) {
      EmulatorConf conf =
          EmulatorConf.defaults()
              .withPort(given.port)
              .withLatency(Latency.parse(given.latency, given.seed));
      for (String limit : given.limits) {
        String[] parts = limit.split("=", 2);
        if (parts.length < 2) {
          throw new IllegalArgumentException(
              "--limit %s: write OPERATION=LIMIT, for example embed=60/min".formatted(limit));
        }
        conf = conf.withLimit(Operation.of(parts[0]), Limit.parse(parts[1]));
      }
      if (given.state != null) {
        conf = conf.withStateDir(given.state);
      }
      for (String name : given.assumptions) {
        conf = conf.withAssumption(Assumption.of(name));
      }
      return given.madeUp ? conf.withMadeUpAnswers() : conf;
    }
  }
}
