package dev.sluice.job;

import java.util.List;

/** A job spec cannot be used; holds every problem found, not only the first. */
public final class SpecInvalid extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient List<String> problems;

  SpecInvalid(String file, List<String> problems) {
    super(file + ":\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence per problem, each naming its key. */
  public List<String> problems() {
    return problems;
  }
}
