package dev.sluice.emulator;

import dev.sluice.media.MediaFacts;

/**
 * What indexing a video gives.
 *
 * @param facts what was measured about the video
 * @param embedding the vectors of its clips
 */
record Indexed(MediaFacts facts, Embedding embedding) {}
