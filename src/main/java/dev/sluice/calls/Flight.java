package dev.sluice.calls;

import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;

/** A work on its way through one task. Used by one thread at a time. */
final class Flight {
  /** How far it has come. */
  enum Stage {
    /** What is known of it is in the journal. */
    START,
    /** The provider cannot read its source yet. */
    SOURCE,
    /** It can be created. */
    CREATE,
    /** Created; the provider works on it. */
    WAITING,
    /** The provider may have ended it. */
    LOOK,
    /** Nothing more is done about it in this round. */
    LANDED
  }

  final CallRequest request;
  final FactWriter facts;
  Stage stage;
  long nextAt;
  ProviderRef ref;
  MediaSource sent;
  int sourceLosses;
  String end = CallResult.OPEN;
  String note = "";

  Flight(CallRequest request, FactWriter facts, Stage stage, long now) {
    this.request = request;
    this.facts = facts;
    this.stage = stage;
    this.nextAt = now;
    if (!request.ref().isEmpty()) {
      ref = new ProviderRef(request.ref());
      end = CallResult.PENDING;
    }
  }

  /** Nothing more happens in this round, and where it stands is said by {@link #end}. */
  void land(String why) {
    stage = Stage.LANDED;
    note = why;
  }

  /** The provider has it. */
  void created(ProviderRef id) {
    ref = id;
    end = CallResult.PENDING;
    note = "";
    stage = Stage.WAITING;
  }

  /** Nothing is under way, and what stands in the way may pass. */
  void later(String why) {
    end = end.equals(CallResult.OPEN) ? CallResult.LATER : end;
    land(why);
  }

  /** Its file is not there, or another one. */
  void unread(String why) {
    end = CallResult.UNREAD;
    land(why);
  }

  /** It was accepted, and its answer cannot be had. */
  void hold(String why) {
    end = CallResult.HELD;
    land(why);
  }

  /** Nobody knows whether the provider has it. */
  void doubt(String why) {
    end = CallResult.DOUBT;
    land(why);
  }

  /** It has ended; its fact says how. */
  void ended(String kind) {
    end = kind;
    land("");
  }

  CallResult result() {
    return new CallResult(
        request.work().workKey(),
        request.generation(),
        end,
        end.equals(CallResult.PENDING) || end.equals(CallResult.HELD) ? ref.id() : "",
        note);
  }
}
