package dev.sluice.curate;

import dev.sluice.tables.ClusterLabelRow;
import java.io.Serializable;
import java.util.HashMap;

/**
 * What a model said about a cluster, and which question it answered.
 *
 * @param label the cluster's label, or null
 * @param votes representatives that gave it
 * @param asked representatives
 * @param own labels that items were given when they were asked about themselves, by {@link #key}
 */
record Named(
    String label,
    int votes,
    int asked,
    HashMap<String, String> own,
    String taxonomyVersion,
    String promptHash,
    String model)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static Named of(ClusterLabelRow row) {
    HashMap<String, String> own = new HashMap<>();
    for (ClusterLabelRow.Vote vote : row.evidence()) {
      if (vote.label() != null) {
        own.put(key(vote.contentId(), vote.startSec(), vote.endSec()), vote.label());
      }
    }
    return new Named(
        row.label(),
        row.votes(),
        row.asked(),
        own,
        row.taxonomyVersion(),
        row.promptHash(),
        row.model());
  }

  /** What an item is known by, whatever its video is called. */
  static String key(String contentId, double startSec, double endSec) {
    return contentId + "|" + startSec + "|" + endSec;
  }

  /**
   * What the model says about one item: its own answer before that of its cluster.
   *
   * @param item its {@link #key}
   * @param clearness how clearly it belongs to its cluster, 0 to 1
   * @param usual the median clearness of its cluster
   */
  Said about(String item, double clearness, double usual) {
    String mine = own.get(item);
    if (mine == null) {
      return new Said(label, Confidence.ofMember(votes, asked, clearness, usual), false);
    }
    if (mine.equals(label)) {
      return new Said(mine, Confidence.ofOwnAnswer(votes, asked), false);
    }
    return new Said(mine, Confidence.ofOwnAnswer(), label != null);
  }

  /**
   * A model's label for one item.
   *
   * @param label the label, or null
   * @param confidence 0 to 1
   * @param differs whether its cluster has another label
   */
  record Said(String label, double confidence, boolean differs) {
    /** Nothing. */
    static final Said NOTHING = new Said(null, 0, false);
  }
}
