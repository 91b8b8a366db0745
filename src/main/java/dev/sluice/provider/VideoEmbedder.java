package dev.sluice.provider;

import java.time.Instant;
import java.util.List;

/** Embeds videos, asynchronously: create a task, then look at it until it is done. */
public interface VideoEmbedder {

  /**
   * Starts one embedding task. <b>Pays.</b> Not idempotent: two calls pay twice.
   *
   * @param gate asked right before the request leaves
   * @return {@link CallOutcome.Pending} when accepted, or why not
   */
  CallOutcome create(EmbedRequest request, MediaSource source, SendGate gate);

  /** Looks at a task. Pays nothing. */
  CallOutcome look(ProviderRef task);

  /**
   * Tasks created at or after an instant, newest first. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<Listed> createdSince(Instant from);

  /**
   * Reads the raw answer of a {@link CallOutcome.Done}. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no such answer
   */
  List<EmbeddedSegment> read(byte[] answer);
}
