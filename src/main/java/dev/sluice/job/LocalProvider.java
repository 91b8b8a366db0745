package dev.sluice.job;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.provider.ProviderConf;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.io.UncheckedIOException;

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
    if (!spec.inProcess()) {
      return new LocalProvider(spec.at(spec.url()), () -> {});
    }
    try {
      EmulatorServer server = EmulatorServer.start(EmulatorConf.defaults());
      return new LocalProvider(spec.at(server.baseUrl()), server);
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
