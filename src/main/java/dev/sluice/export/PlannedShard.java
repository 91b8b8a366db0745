package dev.sluice.export;

import java.io.Serializable;
import java.util.Locale;

/**
 * The items or videos of one shard, decided before anything is written: a range of ids of one
 * split.
 *
 * @param ordinal position among all shards, from 0
 * @param split train, validation or test
 * @param number position inside its split, from 0
 * @param firstItemId smallest id in it
 * @param items how many, 1 or more
 * @param idWidth longest id in it, in Unicode code points; 0 for videos
 * @param dim length of the vectors
 */
record PlannedShard(
    int ordinal, String split, int number, String firstItemId, int items, int idWidth, int dim)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The shard's number as five digits, as in file names. */
  String digits() {
    return String.format(Locale.ROOT, "%05d", number);
  }
}
