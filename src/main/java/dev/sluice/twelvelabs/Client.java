package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.Models;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.ResponseBody;
import retrofit2.Call;
import retrofit2.Response;

/** Sends requests and says how far they got. Thread-safe; blocks the calling thread. */
final class Client {
  /** A slower line than this is taken for a broken one. */
  private static final long BYTES_PER_SECOND = 1 << 20;

  private final Endpoints endpoints;
  private final Duration callTimeout;
  private final CreateOutcomes creates;
  private final LookOutcomes looks;
  private final Refusals refusals;
  private final RetryPolicy retries;
  private final Scrub scrub;
  private final Sleeper sleeper;
  private final Ticker ticker;
  private final Heard heard;

  Client(
      Endpoints endpoints,
      Duration callTimeout,
      Policies policies,
      Scrub scrub,
      Sleeper sleeper,
      Ticker ticker,
      InstantSource clock) {
    this.endpoints = endpoints;
    this.callTimeout = callTimeout;
    this.creates = policies.creates();
    this.looks = policies.looks();
    this.refusals = policies.refusals();
    this.retries = policies.retries();
    this.scrub = scrub;
    this.sleeper = sleeper;
    this.ticker = ticker;
    this.heard = new Heard(ticker, clock);
  }

  /** What answers mean and which are asked for again. */
  record Policies(
      CreateOutcomes creates, LookOutcomes looks, Refusals refusals, RetryPolicy retries) {}

  Endpoints endpoints() {
    return endpoints;
  }

  Duration callTimeout() {
    return callTimeout;
  }

  /** How long an exchange with so much in it may take. */
  Duration timeToSend(long sizeBytes) {
    return callTimeout.plusSeconds(sizeBytes / BYTES_PER_SECOND);
  }

  Refusals refusals() {
    return refusals;
  }

  Ticker ticker() {
    return ticker;
  }

  Heard heard() {
    return heard;
  }

  /** Sends a create exactly once. */
  CallOutcome create(
      Operation operation,
      Optional<ProviderRef> asset,
      Duration timeout,
      SendGate gate,
      Function<Sent, Call<ResponseBody>> request) {
    return creates.of(operation, asset, send(timeout, gate, request));
  }

  /** Creates for a model, unless it is known to be withdrawn: then nothing is sent. */
  CallOutcome createFor(
      String model,
      Operation operation,
      Optional<ProviderRef> asset,
      Duration timeout,
      SendGate gate,
      Function<Sent, Call<ResponseBody>> request) {
    return withdrawn(model).orElseGet(() -> create(operation, asset, timeout, gate, request));
  }

  /** Asks a model for what its answer holds, exactly once; a withdrawn one is not asked. */
  CallOutcome answerFor(
      String model,
      Optional<ProviderRef> asset,
      SendGate gate,
      Function<Sent, Call<ResponseBody>> request) {
    return withdrawn(model)
        .orElseGet(() -> creates.answered(asset, send(callTimeout, gate, request)));
  }

  private static Optional<CallOutcome> withdrawn(String model) {
    return Models.withdrawn(model)
        .map(why -> new CallOutcome.Fatal(CallOutcome.FatalCause.SUNSET_MODEL, why));
  }

  /** Looks at what was created, patiently. */
  CallOutcome look(
      Operation operation, ProviderRef ref, Function<Sent, Call<ResponseBody>> request) {
    // It was paid for: however large it is, a line that moves gets its time.
    return seen(operation, ref, read(timeToSend(TwelveLabs.MOST_ANSWER_BYTES), request));
  }

  /** What the answer to a look means. */
  CallOutcome seen(Operation operation, ProviderRef ref, Exchange exchange) {
    return looks.of(operation, ref, exchange);
  }

  /** Deletes something, with one request. */
  CallOutcome delete(
      Operation operation, ProviderRef ref, Function<Sent, Call<ResponseBody>> request) {
    return creates.deleted(operation, ref, once(callTimeout, request));
  }

  /** Sends a request once. Creates of anything go through {@link #create}. */
  Exchange once(Duration timeout, Function<Sent, Call<ResponseBody>> request) {
    return send(timeout, SendGate.OPEN, request);
  }

  /** Waits before a further attempt; false when this thread is asked to stop. */
  boolean rest(int attempts) {
    return rest(retries.pause(attempts));
  }

  /** Sends a request that changes nothing the second time, again when that may help. */
  Exchange read(Function<Sent, Call<ResponseBody>> request) {
    return read(callTimeout, request);
  }

  private Exchange read(Duration timeout, Function<Sent, Call<ResponseBody>> request) {
    for (int attempts = 1; ; attempts++) {
      Exchange exchange = send(timeout, SendGate.OPEN, request);
      Optional<Duration> pause = retries.again(exchange, attempts);
      if (pause.isEmpty()) {
        return exchange;
      }
      if (!rest(pause.get())) {
        return exchange;
      }
    }
  }

  private boolean rest(Duration pause) {
    try {
      sleeper.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Exchange send(
      Duration timeout, SendGate gate, Function<Sent, Call<ResponseBody>> request) {
    Sent sent = new Sent(gate);
    Call<ResponseBody> call = request.apply(sent);
    call.timeout().timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS);
    try {
      return new Exchange.Answered(reply(call.execute()));
    } catch (SourceBody.SourceFailed e) {
      return new Exchange.SourceFailed(e.code(), e.isLasting(), scrub.clean(e.getMessage()));
    } catch (BoundedBodies.BodyTooLarge e) {
      return e.isSuccess()
          ? new Exchange.TooLarge(e.getMessage())
          : new Exchange.Lost(e.getMessage());
    } catch (IOException e) {
      String what = scrub.clean(e.getClass().getSimpleName() + ": " + e.getMessage());
      return sent.started()
          ? new Exchange.Lost("no answer after sending: " + what)
          : new Exchange.NotSent("could not be sent: " + what);
    }
  }

  private Reply reply(Response<ResponseBody> response) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    Headers all = response.headers();
    Optional<Heard.Said> said = heard.date(all.get("Date"));
    for (String name : all.names()) {
      headers.put(name, all.get(name));
    }
    try (ResponseBody body = response.isSuccessful() ? response.body() : response.errorBody()) {
      byte[] bytes = body == null ? new byte[0] : body.bytes();
      // Gateways and the stores of parts have clocks of their own, and speak no JSON.
      if (Json.beginsObject(bytes)) {
        said.ifPresent(heard::said);
      }
      return new Reply(response.code(), headers, bytes);
    }
  }
}
