package dev.sluice.text;

/** What lies at the bottom of a failure, in one line. Pure. */
public final class RootCause {
  private RootCause() {}

  /** The kind of the innermost cause and the first line of what it says that is not blank. */
  public static String of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName()
        + ": "
        + String.valueOf(root.getMessage())
            .lines()
            .filter(line -> !line.isBlank())
            .findFirst()
            .orElse("");
  }
}
