package dev.sluice.project;

/** Which of many values are the largest. */
final class Nearest {
  private Nearest() {}

  /**
   * The places of the largest values, largest first; of equal ones the earlier.
   *
   * @param count how many, at most all but {@code without}
   * @param without a place that is left out; -1 for none
   */
  static int[] largest(float[] values, int count, int without) {
    int most = Math.min(count, values.length - (without >= 0 ? 1 : 0));
    int[] places = new int[most];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == without || (found == most && (most == 0 || values[i] <= values[places[most - 1]]))) {
        continue;
      }
      int at = found < most ? found++ : most - 1;
      while (at > 0 && values[places[at - 1]] < values[i]) {
        places[at] = places[at - 1];
        at--;
      }
      places[at] = i;
    }
    return places;
  }
}
