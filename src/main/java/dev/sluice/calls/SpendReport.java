package dev.sluice.calls;

/**
 * What became of the works that a step asked for.
 *
 * @param asked works asked for
 * @param known works that were done before this call: paid nothing
 * @param done works done in this call
 * @param refused works refused, now or before, or held for a day: quarantined
 * @param failed works given up after the last generation: quarantined
 * @param pending works still with the provider, not sent yet, or whose file is not there
 * @param held works nobody knows the state of, and accepted ones whose answer cannot be had
 * @param creates creates accepted in this call, uploads not counted
 * @param uploads files sent in this call
 * @param cost money spent in this call, by the price list
 */
public record SpendReport(
    long asked,
    long known,
    long done,
    long refused,
    long failed,
    long pending,
    long held,
    long creates,
    long uploads,
    double cost) {
  /** Nothing was asked. */
  public static final SpendReport NOTHING = new SpendReport(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Two calls as one. */
  public SpendReport plus(SpendReport other) {
    return new SpendReport(
        asked + other.asked,
        known + other.known,
        done + other.done,
        refused + other.refused,
        failed + other.failed,
        pending + other.pending,
        held + other.held,
        creates + other.creates,
        uploads + other.uploads,
        cost + other.cost);
  }

  /** Works whose answer is in {@code responses}. */
  public long answered() {
    return known + done;
  }
}
