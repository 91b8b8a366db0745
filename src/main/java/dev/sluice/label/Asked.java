package dev.sluice.label;

import dev.sluice.tables.ClusterLabelRow;

/** An item and what the model said about it. */
record Asked(Representative item, ClusterLabelRow.Vote vote) {
  /** Whether its answer has not come. */
  boolean isMissing() {
    return vote.status().equals(Answers.MISSING);
  }
}
