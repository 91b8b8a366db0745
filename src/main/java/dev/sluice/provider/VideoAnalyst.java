package dev.sluice.provider;

import java.time.Instant;
import java.util.List;

/** Answers questions about videos, asynchronously. */
public interface VideoAnalyst {

  /**
   * Starts one analysis task. <b>Pays.</b> Safe to repeat with the same tag where the provider
   * honours idempotency keys.
   *
   * @param gate asked right before the first request leaves; a repeat with the same tag is free
   * @param tag at most 64 characters of {@code [A-Za-z0-9_-]}, unique per work and generation
   * @return {@link CallOutcome.Pending} when accepted, or why not
   */
  CallOutcome create(AnalyzeRequest request, MediaSource source, SendGate gate, String tag);

  /** Looks at a task. Pays nothing. */
  CallOutcome look(ProviderRef task);

  /**
   * Tasks created at or after an instant, newest first. Pays nothing.
   *
   * @throws ListingFailed when the list could not be read to its end
   */
  List<Listed> createdSince(Instant from);

  /**
   * Deletes a task with its answer. Pays nothing; idempotent.
   *
   * @return {@link CallOutcome.Done} when it is deleted, {@link CallOutcome.SourceGone} when it was
   *     not there, or why it is still there: {@link CallOutcome.Unsure} while it is in progress
   */
  CallOutcome delete(ProviderRef task);

  /**
   * Reads the raw answer of a {@link CallOutcome.Done}. Pure.
   *
   * @throws IllegalArgumentException when these bytes are no such answer
   */
  LabelAnswer read(byte[] answer);
}
