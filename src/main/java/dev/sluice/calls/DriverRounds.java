package dev.sluice.calls;

import dev.sluice.ratelimit.Ticker;
import java.time.Clock;
import java.util.List;

/**
 * Rounds in a bounded pool on the driver, for clusters whose executors reach no network or load no
 * plugin: the same caller, the same desk, without Spark. <b>Pays.</b>
 */
final class DriverRounds implements Rounds {
  private final PermitDesk desk;
  private final Clock clock;

  DriverRounds(PermitDesk desk, Clock clock) {
    this.desk = desk;
    this.clock = clock;
  }

  @Override
  public List<CallResult> run(
      CallSettings settings, List<CallRequest> requests, String description) {
    Caller caller =
        new Caller(
            settings,
            new CallTools(
                Providers.of(settings.provider()),
                settings.journal().open(),
                desk::answer,
                clock,
                Ticker.system(),
                UploadFiles.on(settings.journal().hadoop())),
            new PermitMessage.Caller(settings.round(), -1, PermitMessage.Caller.DRIVER),
            "driver");
    try {
      return caller.run(requests.iterator(), Caller.TriedBefore.NO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, "interrupted in a round");
    }
  }
}
