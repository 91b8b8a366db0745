package dev.sluice.provider;

import java.time.Instant;
import java.util.Optional;

/**
 * A task that brings one video into an index.
 *
 * @param ref the task
 * @param index where the video goes
 * @param video the video in the index; the provider gives it the id of the task, or one of its own
 * @param createdAt when the provider accepted it, by the provider's clock
 * @param status the provider's word for its state
 * @param fileName name of the video, or {@code ""}
 */
public record IndexingTask(
    ProviderRef ref,
    ProviderRef index,
    Optional<ProviderRef> video,
    Instant createdAt,
    String status,
    String fileName) {}
