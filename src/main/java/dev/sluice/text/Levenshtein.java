package dev.sluice.text;

/** How far apart two texts are. Pure. */
public final class Levenshtein {
  private Levenshtein() {}

  /**
   * The least number of characters to insert, delete or replace to turn one text into the other: 0
   * when equal, at most the longer length. Example: {@code kitten} and {@code sitting} are 3 apart.
   */
  public static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
