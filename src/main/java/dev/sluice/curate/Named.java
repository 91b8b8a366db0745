package dev.sluice.curate;

import dev.sluice.tables.ClusterLabelRow;
import java.io.Serializable;

/** What a model said about a cluster, and which question it answered. */
record Named(
    String label, double agreement, String taxonomyVersion, String promptHash, String model)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static Named of(ClusterLabelRow row) {
    return new Named(
        row.label(), row.agreement(), row.taxonomyVersion(), row.promptHash(), row.model());
  }
}
