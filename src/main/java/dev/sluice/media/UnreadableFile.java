package dev.sluice.media;

import java.io.IOException;

/** A video file that cannot be read, with a reason code and what to do about it. */
public final class UnreadableFile extends IOException {
  private static final long serialVersionUID = 1L;
  private final String reason;

  /**
   * Refuses a file.
   *
   * @param reason code in lower snake case, for example {@code missing_file}
   * @param detail what is wrong and what to do, for a person
   */
  public UnreadableFile(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** Code in lower snake case. */
  public String reason() {
    return reason;
  }
}
