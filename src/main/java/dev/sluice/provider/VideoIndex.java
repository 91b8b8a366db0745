package dev.sluice.provider;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A set of videos kept by the provider.
 *
 * @param ref the index
 * @param name as it was given
 * @param createdAt by the provider's clock
 * @param expiresAt when the provider forgets it; empty on plans where it does not
 * @param models the modalities that are looked at, by model
 * @param durationSec length of all its videos together, seconds
 * @param videos how many videos are in it
 */
public record VideoIndex(
    ProviderRef ref,
    String name,
    Instant createdAt,
    Optional<Instant> expiresAt,
    Map<String, List<String>> models,
    double durationSec,
    int videos) {}
