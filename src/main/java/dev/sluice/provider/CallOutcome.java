package dev.sluice.provider;

import java.time.Duration;
import java.util.Optional;

/**
 * How one exchange with a provider ended. Take it apart with {@link #fold}, so that a new case is a
 * compile error everywhere.
 *
 * <p>Adapters never throw for what a provider does: an exception from an adapter is a bug. The one
 * exception is {@link ListingFailed}, since half a list must not look like a whole one.
 */
public sealed interface CallOutcome {

  /** The result of the case that this is. */
  <T> T fold(Cases<T> cases);

  /**
   * One method per case.
   *
   * @param <T> what every case gives
   */
  interface Cases<T> {
    /** The answer is in hand. */
    T done(Done done);

    /** Accepted and being worked on. */
    T pending(Pending pending);

    /** Refused for good. */
    T refused(Refused refused);

    /** Accepted, and then given up. */
    T failed(Failed failed);

    /** The source is not there any more. */
    T sourceGone(SourceGone gone);

    /** Perhaps accepted. */
    T unsure(Unsure unsure);

    /** Not accepted, like everything else now; later. */
    T throttled(Throttled throttled);

    /** Not accepted; this one later. */
    T later(Later later);

    /** Our own file could not be read. */
    T unread(Unread unread);

    /** No further call can succeed. */
    T fatal(Fatal fatal);
  }

  /**
   * The answer is in hand and has been paid for.
   *
   * @param answer the provider's raw answer, as bytes that the adapter's {@code read} method parses
   * @param usage what it used
   * @param ref the task or asset that gave it
   * @param servedBy the model that answered as the provider names it, or {@code ""} when the answer
   *     does not say
   */
  record Done(byte[] answer, Usage usage, ProviderRef ref, String servedBy) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.done(this);
    }
  }

  /**
   * Accepted and being worked on: look again, never create again.
   *
   * @param ref the task or asset to look at
   * @param left what the answer says is left of the limit, if it does
   */
  record Pending(ProviderRef ref, Optional<Allowance> left) implements CallOutcome {

    /** Accepted, and nothing was said about the limits. */
    public Pending(ProviderRef ref) {
      this(ref, Optional.empty());
    }

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.pending(this);
    }
  }

  /**
   * A create: refused for a reason that will not change, and not billed: quarantine. A look: what
   * was accepted is there, and its answer cannot be had; it was paid for, so hold it.
   *
   * @param code the provider's error code, or ours in lower snake case
   * @param message what the provider said, free of secrets
   */
  record Refused(String code, String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.refused(this);
    }
  }

  /**
   * Accepted, and then given up by the provider, or its result expired: the next generation may pay
   * again.
   *
   * @param code the provider's error code, or ours in lower snake case
   * @param message what the provider said, free of secrets
   */
  record Failed(String code, String message) implements CallOutcome {
    /** The code of a result that is not there any more. */
    public static final String EXPIRED = "expired";

    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.failed(this);
    }
  }

  /**
   * The provider says that the asset named as source is not there any more. Nothing was accepted.
   *
   * @param message what the provider said
   */
  record SourceGone(String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.sourceGone(this);
    }
  }

  /**
   * Nobody knows whether it was accepted (a timeout after sending, a broken answer): reconcile
   * before anything else.
   *
   * @param message what happened
   */
  record Unsure(String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unsure(this);
    }
  }

  /**
   * The limits are reached, for all requests: nothing was accepted; everybody tries again later.
   *
   * @param pause how long the provider asks us to stay away; zero when it does not say
   * @param message what the provider said
   */
  record Throttled(Duration pause, String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.throttled(this);
    }
  }

  /**
   * Nothing was accepted for a reason that says nothing about other requests: an asset that is not
   * ready, a connection that could not be made, a gate that closed. Try this one again later.
   *
   * @param pause how long to wait
   * @param message what stood in the way, free of secrets
   */
  record Later(Duration pause, String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.later(this);
    }
  }

  /**
   * Our own file could not be read to its end, so nothing was accepted.
   *
   * @param code reason in lower snake case
   * @param lasting whether the file itself is missing or another one; otherwise its store failed,
   *     which says nothing about the file
   * @param message what happened, without naming the file
   */
  record Unread(String code, boolean lasting, String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.unread(this);
    }
  }

  /**
   * No further call can succeed: stop creating everywhere at once.
   *
   * @param cause why
   * @param message what the provider said, free of secrets
   */
  record Fatal(FatalCause cause, String message) implements CallOutcome {
    @Override
    public <T> T fold(Cases<T> cases) {
      return cases.fatal(this);
    }
  }

  /** Why no further call can succeed. */
  enum FatalCause {
    /** The key is wrong, expired or not allowed to do this. */
    BAD_KEY,
    /** The account has no funds or credit left. */
    NO_FUNDS,
    /** The model has been withdrawn. */
    SUNSET_MODEL,
    /** The address cannot be that of this provider. */
    WRONG_ADDRESS,
    /** The provider does not understand our requests, whatever they are about. */
    NOT_UNDERSTOOD
  }
}
