package dev.sluice.label;

import dev.sluice.calls.Spender;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.text.LabelParser;
import dev.sluice.text.ParsedLabel;
import java.util.Map;

/** Turns raw answers into votes. */
final class Answers {
  /** Status of an answer that has not come. */
  static final String MISSING = "missing";

  private static final int LONGEST_EVIDENCE = 500;

  private final Spender spender;
  private final Map<String, byte[]> raw;
  private final LabelParser parser;

  Answers(Spender spender, Map<String, byte[]> raw, LabelParser parser) {
    this.spender = spender;
    this.raw = raw;
    this.parser = parser;
  }

  /** The vote of a representative; {@code missing} when its answer has not come. */
  ClusterLabelRow.Vote vote(Representative asked, String workKey) {
    byte[] answer = raw.get(workKey);
    if (answer == null) {
      return vote(asked, workKey, null, MISSING, "");
    }
    ParsedLabel parsed = parser.parse(spender.readLabel(answer).text());
    if (parsed instanceof ParsedLabel.Labelled labelled) {
      return vote(asked, workKey, labelled.label(), "labelled", labelled.evidence());
    }
    if (parsed instanceof ParsedLabel.Abstained abstained) {
      return vote(asked, workKey, null, "abstained", abstained.evidence());
    }
    if (parsed instanceof ParsedLabel.UnknownLabel unknown) {
      return vote(asked, workKey, null, "unknown_label", unknown.text());
    }
    return vote(asked, workKey, null, "unparsable", ((ParsedLabel.Unparsable) parsed).text());
  }

  private static ClusterLabelRow.Vote vote(
      Representative asked, String workKey, String label, String status, String evidence) {
    String kept = evidence.substring(0, Math.min(evidence.length(), LONGEST_EVIDENCE));
    return new ClusterLabelRow.Vote(
        asked.contentId(),
        asked.startSec(),
        asked.endSec(),
        asked.rank(),
        workKey,
        label,
        status,
        kept.isBlank() ? null : kept);
  }
}
