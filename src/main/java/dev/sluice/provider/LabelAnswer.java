package dev.sluice.provider;

/**
 * A model's answer to an {@link AnalyzeRequest}, as it came.
 *
 * @param text the answer text, usually a JSON object in a string; may be prose
 */
public record LabelAnswer(String text) {}
