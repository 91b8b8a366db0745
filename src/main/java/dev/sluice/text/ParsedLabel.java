package dev.sluice.text;

/** What an answer says when it is held against a closed list of labels. */
public sealed interface ParsedLabel {

  /**
   * The answer is a label of the list.
   *
   * @param label the label, written as in the list
   * @param evidence what the model says it saw; empty when it says nothing
   */
  record Labelled(String label, String evidence) implements ParsedLabel {}

  /**
   * The model says that no label fits.
   *
   * @param evidence what the model says it saw; empty when it says nothing
   */
  record Abstained(String evidence) implements ParsedLabel {}

  /**
   * The answer is outside the list.
   *
   * @param text what was answered instead of a label
   */
  record UnknownLabel(String text) implements ParsedLabel {}

  /**
   * No label can be found in the answer: it is empty, or JSON without one.
   *
   * @param text the answer
   */
  record Unparsable(String text) implements ParsedLabel {}
}
