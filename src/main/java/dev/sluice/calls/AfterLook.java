package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.spend.FactKind;
import java.time.Duration;

/** Records what a look came to. */
final class AfterLook extends AfterCall implements CallOutcome.Cases<Void> {

  AfterLook(Context context, Flight flight) {
    super(context, flight);
  }

  @Override
  public Void done(CallOutcome.Done done) {
    CrashPoints.reached(CrashPoints.ANSWERED, flight.request.work().workKey());
    flight.facts.done(done);
    CrashPoints.reached(CrashPoints.DONE, flight.request.work().workKey());
    end(FactKind.DONE);
    return null;
  }

  @Override
  public Void pending(CallOutcome.Pending pending) {
    flight.stage = Flight.Stage.WAITING;
    return null;
  }

  // It was accepted before, so a refusal now is a task that the provider gave up.
  @Override
  public Void refused(CallOutcome.Refused refused) {
    return gaveUp(refused.code(), refused.message());
  }

  @Override
  public Void failed(CallOutcome.Failed failed) {
    return gaveUp(failed.code(), failed.message());
  }

  @Override
  public Void sourceGone(CallOutcome.SourceGone gone) {
    return gaveUp("expired", gone.message());
  }

  @Override
  public Void unsure(CallOutcome.Unsure unsure) {
    after(context.pollEvery());
    return null;
  }

  @Override
  public Void throttled(CallOutcome.Throttled throttled) {
    Duration pause = throttled.pause();
    after(pause.compareTo(context.pollEvery()) > 0 ? pause : context.pollEvery());
    return null;
  }

  @Override
  public Void fatal(CallOutcome.Fatal fatal) {
    stop(fatal.message());
    flight.land(fatal.message());
    return null;
  }

  private Void gaveUp(String code, String message) {
    flight.facts.failed(flight.ref.id(), code, message);
    end(FactKind.FAILED);
    return null;
  }
}
