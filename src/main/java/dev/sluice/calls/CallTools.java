package dev.sluice.calls;

import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Ticker;
import java.time.Clock;

/**
 * What a caller works with.
 *
 * @param provider who is paid
 * @param journal where facts go
 * @param desk where permits come from
 * @param clock the time that facts carry
 * @param ticker the time that waits go by
 * @param files the user's files
 */
record CallTools(
    VideoProvider provider,
    Journal journal,
    Permits desk,
    Clock clock,
    Ticker ticker,
    UploadFiles files) {}
