package dev.sluice.export;

import java.util.List;

/**
 * What verifying a release found.
 *
 * @param folder the release that was looked at
 * @param name its name; empty when its manifest could not be read
 * @param items items it holds by its manifest
 * @param files files that were read
 * @param bytes bytes that were read
 * @param problems everything that is wrong; empty for a good release
 */
public record Verification(
    String folder, String name, long items, int files, long bytes, List<Problem> problems) {
  /** Copies what it is given. */
  public Verification {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is wrong. */
  public boolean ok() {
    return problems.isEmpty();
  }

  /**
   * One thing that is wrong.
   *
   * @param file the file, relative to the release's folder
   * @param what what is wrong with it
   */
  public record Problem(String file, String what) {
    @Override
    public String toString() {
      return file + ": " + what;
    }
  }
}
