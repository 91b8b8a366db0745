package dev.sluice.twelvelabs;

import okhttp3.Call;
import okhttp3.EventListener;

/**
 * Remembers whether any byte of one request left. That is the line between "try again later" and
 * "nobody knows".
 */
final class Sent {
  private volatile boolean started;

  boolean started() {
    return started;
  }

  /** Marks the {@link Sent} that a request carries as its tag. */
  static final class Listener extends EventListener {
    @Override
    public void requestHeadersStart(Call call) {
      Sent sent = call.request().tag(Sent.class);
      if (sent != null) {
        sent.started = true;
      }
    }
  }
}
