package dev.sluice.twelvelabs;

import dev.sluice.provider.SendGate;
import java.io.IOException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Remembers whether any byte of one request left. That is the line between "try again later" and
 * "nobody knows".
 */
final class Sent {
  private final SendGate gate;
  private volatile boolean started;

  Sent(SendGate gate) {
    this.gate = gate;
  }

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

  /** Asks the gate when the connection is ready and nothing has been written to it. */
  static final class Gatekeeper implements Interceptor {
    @Override
    public Response intercept(Chain chain) throws IOException {
      Sent sent = chain.request().tag(Sent.class);
      if (sent != null && !sent.gate.isOpen()) {
        throw new IOException("the permit ran out before the request could leave");
      }
      return chain.proceed(chain.request());
    }
  }
}
