package dev.sluice.provider;

import java.time.Duration;

/**
 * What a provider says is left of a rate limit.
 *
 * @param requestsLeft requests, 0 or more
 * @param until how long until it counts anew
 */
public record Allowance(long requestsLeft, Duration until) {}
