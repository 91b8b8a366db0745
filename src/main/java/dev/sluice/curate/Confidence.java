package dev.sluice.curate;

/**
 * How far a model's label can be trusted for one item, 0 to 1, higher is better:
 *
 * <pre>(votes + 1) ÷ (asked + 2) × (½ + ½ × min(1, clearness ÷ usual clearness))</pre>
 *
 * <p>The first factor is Laplace's rule of succession: how likely one more representative would
 * give the same label, so that two of two votes count less than nine of nine. The second says how
 * clearly the item belongs to its cluster: its <i>clearness</i> is margin ÷ (distance + margin),
 * that is how much nearer its own centroid is than the next one, 0 on the border and 1 at the
 * centroid; <i>usual</i> is the median of its cluster. An item as clear as half of its cluster gets
 * the first factor whole, one on the border half of it.
 *
 * <p>An item that was asked about itself is judged by its own answer: one vote of one and no second
 * factor, 2 ÷ 3; or the votes of its cluster without the second factor, where they agree with it
 * and are worth more.
 *
 * <p>By hand: 2 of 2 votes give 3 ÷ 4. An item at distance 3 with margin 1 has clearness 1 ÷ 4; in
 * a cluster whose usual clearness is 1 ÷ 2 the second factor is ½ + ½ × ½ = 3 ÷ 4, and its
 * confidence is 9 ÷ 16 = 0.5625.
 */
final class Confidence {
  private Confidence() {}

  /** The label of a cluster, for one of its items. */
  static double ofMember(int votes, int asked, double clearness, double usual) {
    double typical = usual > 0 ? Math.min(1, clearness / usual) : 1;
    return ofVotes(votes, asked) * (0.5 + 0.5 * typical);
  }

  /** An item's own answer, where the cluster has another label or none. */
  static double ofOwnAnswer() {
    return ofVotes(1, 1);
  }

  /** An item's own answer, where it is the label of its cluster as well. */
  static double ofOwnAnswer(int votes, int asked) {
    return Math.max(ofOwnAnswer(), ofVotes(votes, asked));
  }

  private static double ofVotes(int votes, int asked) {
    return (votes + 1.0) / (asked + 2.0);
  }
}
