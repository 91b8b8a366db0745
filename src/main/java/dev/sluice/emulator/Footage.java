package dev.sluice.emulator;

import dev.sluice.media.MediaFacts;
import java.nio.file.Path;

/**
 * A video that can be looked at. It has no name: nothing but its bytes may influence an answer.
 *
 * @param file where its bytes are
 * @param facts what was measured about it
 * @param identity stands for its content where answers are made up, else {@code ""}
 */
record Footage(Path file, MediaFacts facts, String identity) {}
