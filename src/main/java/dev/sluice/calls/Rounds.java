package dev.sluice.calls;

import java.util.List;

/** Where the requests of a round are sent from. */
interface Rounds {
  /** Does them and says what was moved. <b>Pays.</b> Returns when everything sent is answered. */
  List<CallResult> run(CallSettings settings, List<CallRequest> requests, String description);
}
