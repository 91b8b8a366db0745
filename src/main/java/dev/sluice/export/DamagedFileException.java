package dev.sluice.export;

import java.io.IOException;

/** A file of a release does not read as what it should be. */
final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedFileException(String message) {
    super(message);
  }
}
