package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.spend.FactKind;
import java.time.Duration;

/** Records what a look came to. */
final class AfterLook extends AfterCall implements CallOutcome.Cases<Void> {
  /** The error code of an answer that could not be had until the provider gave it up. */
  static final String ANSWER_LOST = "answer_lost";

  AfterLook(Context context, Flight flight) {
    super(context, flight);
  }

  @Override
  public Void done(CallOutcome.Done done) {
    CrashPoints.reached(CrashPoints.ANSWERED, flight.request.work().workKey());
    billWhoAsked();
    flight.facts.done(done);
    CrashPoints.reached(CrashPoints.DONE, flight.request.work().workKey());
    end(FactKind.DONE);
    return null;
  }

  @Override
  public Void pending(CallOutcome.Pending pending) {
    flight.stage = Flight.Stage.WAITING;
    after(context.pollEvery());
    return null;
  }

  // It was accepted and paid for before: that we cannot have the answer is no reason to buy
  // another.
  @Override
  public Void refused(CallOutcome.Refused refused) {
    return hold(refused.code(), refused.message());
  }

  @Override
  public Void failed(CallOutcome.Failed failed) {
    billWhoAsked();
    flight.facts.failed(
        flight.ref.id(), flight.request.inVain() ? ANSWER_LOST : failed.code(), failed.message());
    end(FactKind.FAILED);
    // What an earlier run asked for may have been kept for too long: nothing is wrong today.
    if (flight.request.ref().isEmpty() || !failed.code().equals(CallOutcome.Failed.EXPIRED)) {
      givenUp(failed);
    }
    return null;
  }

  @Override
  public Void sourceGone(CallOutcome.SourceGone gone) {
    return hold("gone", gone.message());
  }

  @Override
  public Void unread(CallOutcome.Unread unread) {
    return lookAgain();
  }

  @Override
  public Void unsure(CallOutcome.Unsure unsure) {
    return lookAgain();
  }

  @Override
  public Void throttled(CallOutcome.Throttled throttled) {
    Duration pause = throttled.pause();
    context.tools().desk().tell(new PermitMessage.LookLater(pause));
    after(longer(pause, context.pollEvery()));
    return null;
  }

  @Override
  public Void later(CallOutcome.Later later) {
    return lookAgain();
  }

  @Override
  public Void fatal(CallOutcome.Fatal fatal) {
    stop(fatal.message());
    flight.land(fatal.message());
    return null;
  }

  // What an earlier round or run created is billed to that run and to its time.
  private void billWhoAsked() {
    if (!flight.request.ref().isEmpty()) {
      flight.facts.ref(FactKind.CREATED);
    }
  }

  private Void lookAgain() {
    after(context.pollEvery());
    return null;
  }

  private Void hold(String code, String message) {
    flight.hold("%s: %s".formatted(code, message));
    return null;
  }
}
