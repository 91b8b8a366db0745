package dev.sluice.calls;

import dev.sluice.provider.ProviderRef;

/** A work on its way through one task. Used by one thread. */
final class Flight {
  /** How far it has come. */
  enum Stage {
    START,
    SOURCE,
    CREATE,
    LOOK,
    ENDED
  }

  final CallRequest request;
  final FactWriter facts;
  Stage stage = Stage.START;
  long nextAt;
  ProviderRef ref;
  int sourceLosses;
  int creates;
  int uploads;
  String note = "";

  Flight(CallRequest request, FactWriter facts, long now) {
    this.request = request;
    this.facts = facts;
    this.nextAt = now;
  }

  void end(String why) {
    stage = Stage.ENDED;
    note = why;
  }

  CallResult result() {
    return new CallResult(request.work().workKey(), creates, uploads, note);
  }
}
