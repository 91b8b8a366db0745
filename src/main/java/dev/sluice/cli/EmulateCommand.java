package dev.sluice.cli;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
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
      names = "--latency-ms",
      defaultValue = "0",
      description = "Shortest time that a task takes. Default ${DEFAULT-VALUE}.")
  private long latencyMs;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = command.commandLine().getOut();
    try (EmulatorServer server =
        EmulatorServer.start(
            EmulatorConf.defaults().withPort(port).withLatency(Duration.ofMillis(latencyMs)))) {
      out.println("emulator listening at " + server.baseUrl());
      out.println("use it: --set provider.name=emulator --set provider.url=" + server.baseUrl());
      out.println("any API key is accepted; Ctrl-C stops it");
      out.flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (NoClassDefFoundError e) {
      throw new StepStopped(
          ExitCode.USAGE, "this jar holds no emulator; run `jobs/sluice emulate` from a checkout");
    } catch (UncheckedIOException e) {
      throw new StepStopped(
          ExitCode.USAGE, "the emulator cannot listen on port " + port + ": " + e.getMessage());
    }
  }
}
