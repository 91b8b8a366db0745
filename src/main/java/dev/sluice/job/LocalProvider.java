package dev.sluice.job;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.provider.ProviderConf;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The provider of one run: where it is, and, for the embedded default, the emulator that is started
 * for the run and stopped with it.
 */
final class LocalProvider implements AutoCloseable {
  private final ProviderConf conf;
  private final AutoCloseable server;

  private LocalProvider(ProviderConf conf, AutoCloseable server) {
    this.conf = conf;
    this.server = server;
  }

  static LocalProvider open(ProviderSpec spec) {
    Duration timeout = Duration.ofSeconds(spec.timeoutSec());
    if (!spec.inProcess()) {
      return new LocalProvider(
          new ProviderConf(spec.name(), spec.url(), spec.key(), timeout, spec.s3Reading()),
          () -> {});
    }
    try {
      EmulatorServer server = EmulatorServer.start(EmulatorConf.defaults());
      return new LocalProvider(
          new ProviderConf(spec.name(), server.baseUrl(), spec.key(), timeout, spec.s3Reading()),
          server);
    } catch (NoClassDefFoundError e) {
      throw new StepStopped(
          ExitCode.USAGE,
          "this jar holds no emulator; start one with `jobs/sluice emulate` and set provider.url");
    } catch (UncheckedIOException e) {
      throw new StepStopped(
          ExitCode.INTERNAL, "the emulator could not be started: " + e.getMessage());
    }
  }

  ProviderConf conf() {
    return conf;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      System.getLogger(LocalProvider.class.getName())
          .log(System.Logger.Level.WARNING, "the emulator did not stop", e);
    }
  }
}
