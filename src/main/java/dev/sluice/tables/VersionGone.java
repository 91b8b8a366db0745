package dev.sluice.tables;

import java.io.FileNotFoundException;
import java.util.Set;
import org.apache.spark.SparkThrowable;

/**
 * Tells a failure that means "Delta has let go of this version of the table" from all others, after
 * which the version may still be there. Pure.
 */
public final class VersionGone {
  // By name: the classes are Delta's own, and not the same on every platform.
  private static final Set<String> OF_THE_LOG =
      Set.of(
          "DELTA_VERSION_NOT_FOUND",
          "DELTA_TRUNCATED_TRANSACTION_LOG",
          "DELTA_LOG_FILE_NOT_FOUND",
          "DELTA_NO_RECREATABLE_HISTORY_FOUND",
          "DELTA_UNSUPPORTED_TIME_TRAVEL_BEYOND_DELETED_FILE_RETENTION_DURATION");

  private VersionGone() {}

  /**
   * Whether a failure goes back to a version that cannot be read any more.
   *
   * @param failure what reading with {@link Warehouse#readVersion} threw, at once or when the rows
   *     were asked for
   */
  public static boolean isWhy(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SparkThrowable said && isGone(said)) {
        return true;
      }
    }
    return false;
  }

  // Spark 3.5 knows the older name of what 4 calls a condition, and throws Java's exception for a
  // file that is not there. A task that misses a file of its own throws it without Spark's mark.
  // Delta 3.3 gives a version that never was no condition.
  @SuppressWarnings("deprecation")
  private static boolean isGone(SparkThrowable said) {
    String condition = said.getErrorClass();
    return said instanceof FileNotFoundException
        || said.getClass().getSimpleName().equals("VersionNotFoundException")
        || (condition != null
            && (OF_THE_LOG.contains(condition)
                || (condition.startsWith("FAILED_READ_FILE.")
                    && condition.endsWith("FILE_NOT_EXIST"))));
  }
}
