package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.spend.FactKind;
import java.time.Duration;

/** What {@link AfterCreate} and {@link AfterLook} have in common. */
abstract class AfterCall {
  final Context context;
  final Flight flight;

  AfterCall(Context context, Flight flight) {
    this.context = context;
    this.flight = flight;
  }

  /**
   * What an answer may touch besides its own work.
   *
   * @param tools the caller's
   * @param sources the uploads
   * @param pollEvery pause between two looks
   * @param close told that nothing more is created
   */
  record Context(CallTools tools, Sources sources, Duration pollEvery, Runnable close) {}

  final void end(FactKind kind) {
    flight.ended(kind.key());
    context.tools().desk().tell(new PermitMessage.Noted(kind));
  }

  /** Tells of a first failure: a work that fails again says nothing new of the provider. */
  final void givenUp(CallOutcome.Failed failed) {
    if (flight.request.generation() == 1) {
      context.tools().desk().tell(new PermitMessage.GivenUp(failed.code()));
    }
  }

  final void after(Duration pause) {
    flight.nextAt = context.tools().ticker().nanos() + pause.toNanos();
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  final void stop(String message) {
    context.tools().desk().tell(new PermitMessage.Stop(SpendingStopped.Why.PROVIDER, message));
    context.close().run();
  }
}
