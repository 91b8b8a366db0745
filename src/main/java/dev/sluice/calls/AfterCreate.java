package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderRef;
import dev.sluice.spend.FactKind;
import java.time.Duration;

/**
 * Stores what a create came to. Each case says whether the provider may have accepted it: false
 * only where it certainly did not.
 */
final class AfterCreate extends AfterCall implements CallOutcome.Cases<Boolean> {
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int MOST_SOURCE_LOSSES = 2;

  AfterCreate(Context context, Flight flight) {
    super(context, flight);
  }

  @Override
  public Boolean done(CallOutcome.Done done) {
    flight.facts.done(done);
    end(FactKind.DONE);
    return true;
  }

  @Override
  public Boolean pending(CallOutcome.Pending pending) {
    flight.created(new ProviderRef(flight.facts.created(pending.ref().id())));
    String operation = flight.request.work().operation();
    pending
        .left()
        .ifPresent(
            left ->
                context
                    .tools()
                    .desk()
                    .tell(new PermitMessage.Left(operation, left.requestsLeft(), left.until())));
    CrashPoints.reached(CrashPoints.CREATED, flight.request.work().workKey());
    return true;
  }

  @Override
  public Boolean refused(CallOutcome.Refused refused) {
    flight.facts.refused(refused.code(), refused.message());
    end(FactKind.REFUSED);
    return false;
  }

  @Override
  public Boolean failed(CallOutcome.Failed failed) {
    flight.facts.failed("", failed.code(), failed.message());
    end(FactKind.FAILED);
    givenUp(failed);
    return true;
  }

  @Override
  public Boolean sourceGone(CallOutcome.SourceGone gone) {
    reopen();
    context.sources().lost(flight.request.work(), flight.sent, gone.message());
    flight.sourceLosses++;
    if (flight.sourceLosses > MOST_SOURCE_LOSSES) {
      flight.land("the provider keeps losing the upload: " + gone.message());
    } else {
      flight.stage = Flight.Stage.SOURCE;
    }
    return false;
  }

  @Override
  public Boolean unsure(CallOutcome.Unsure unsure) {
    flight.doubt("may have been accepted: " + unsure.message());
    return true;
  }

  @Override
  public Boolean throttled(CallOutcome.Throttled throttled) {
    reopen();
    context.tools().desk().tell(new PermitMessage.SlowDown(throttled.pause()));
    after(PAUSE);
    return false;
  }

  @Override
  public Boolean later(CallOutcome.Later later) {
    reopen();
    after(longer(later.pause(), PAUSE));
    return false;
  }

  // No request of ours carries a file here: the sources see to that.
  @Override
  public Boolean unread(CallOutcome.Unread unread) {
    reopen();
    flight.later(unread.message());
    return false;
  }

  @Override
  public Boolean fatal(CallOutcome.Fatal fatal) {
    reopen();
    stop(fatal.message());
    flight.land(fatal.message());
    return false;
  }

  // Nothing was accepted: the intent goes, and the work is as it was.
  private void reopen() {
    flight.facts.withdraw();
    flight.end = CallResult.OPEN;
    flight.note = "";
    flight.stage = Flight.Stage.CREATE;
  }
}
