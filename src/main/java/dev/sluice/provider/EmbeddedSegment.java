package dev.sluice.provider;

/**
 * One vector of a video.
 *
 * @param scope a clip of it or the whole of it
 * @param segmentNo position among the segments of the same scope and modality, from 0
 * @param startSec start in the source, seconds
 * @param endSec end in the source, seconds, above the start
 * @param modality what was looked at: {@code visual}, {@code audio}, {@code transcription}, or
 *     {@code fused} for all that was asked for
 * @param vector the vector as the provider gave it
 */
public record EmbeddedSegment(
    Scope scope, int segmentNo, double startSec, double endSec, String modality, float[] vector) {}
