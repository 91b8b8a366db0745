package dev.sluice.calls;

/** The way from a task to the driver's desk. */
interface Permits {
  /** Asks for a permit; answers granted, later or denied. */
  PermitMessage ask(PermitMessage.Ask ask);

  /** Tells the desk something that needs no answer. */
  void tell(PermitMessage note);
}
