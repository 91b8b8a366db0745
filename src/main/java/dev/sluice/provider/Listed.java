package dev.sluice.provider;

import java.time.Instant;

/**
 * One line of a provider's list of tasks.
 *
 * @param ref the task
 * @param createdAt when the provider accepted it
 * @param status the provider's word for its state
 * @param customId the id that we gave it, or {@code ""}
 */
public record Listed(ProviderRef ref, Instant createdAt, String status, String customId) {}
