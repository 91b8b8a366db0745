package dev.sluice.text;

/** What a failure says, in one line. Pure. */
public final class RootCause {
  private RootCause() {}

  /** The kind of the innermost cause and the first line of what it says that is not blank. */
  public static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + ": " + firstLine(root.getMessage(), "");
  }

  /**
   * The first line of what somebody says that is not blank.
   *
   * @param said may be null
   * @param otherwise what stands for a message that says nothing
   */
  public static String firstLine(String said, String otherwise) {
    return String.valueOf(said)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse(otherwise);
  }
}
