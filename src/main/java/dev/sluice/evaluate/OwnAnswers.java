package dev.sluice.evaluate;

import dev.sluice.tables.ClusterLabelRow;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model answered about single items; it counts before the label of their cluster. */
final class OwnAnswers {
  private OwnAnswers() {}

  /** An item, whatever its video is called. */
  record Item(String contentId, double startSec, double endSec) {}

  /** The labels of the items of a cluster that were asked about themselves. */
  static Map<Item, String> of(ClusterLabelRow row) {
    Map<Item, String> own = new LinkedHashMap<>();
    for (ClusterLabelRow.Vote vote : row.evidence()) {
      if (vote.label() != null) {
        own.put(new Item(vote.contentId(), vote.startSec(), vote.endSec()), vote.label());
      }
    }
    return own;
  }
}
