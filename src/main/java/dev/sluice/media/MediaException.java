package dev.sluice.media;

/** A video that could not be decoded, or FFmpeg that could not be run; the message says which. */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Something about one file.
   *
   * @param message what went wrong with which file, and what to do
   */
  public MediaException(String message) {
    super(message);
  }
}
