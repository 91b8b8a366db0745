package dev.sluice.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The option of the verbs that write a warehouse, which one run at a time may do. */
final class WaitOption {
  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How long to wait for another run that writes this warehouse. Default 0.")
  private long seconds;

  Duration patience() {
    return Duration.ofSeconds(seconds);
  }
}
