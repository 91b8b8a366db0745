package dev.sluice.twelvelabs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * Where a key is found. Error messages name the reference and never what it holds; a reference that
 * is no reference may be the key itself, so it is not repeated either.
 */
final class KeyRef {
  /** Accepted for the emulator only, which checks that a key is there but not which. */
  static final String NONE = "none";

  private static final String ENV = "env:";
  private static final String FILE = "file:";

  private KeyRef() {}

  /**
   * Finds the key.
   *
   * @param environment looks up an environment variable; null when it is not set
   * @throws IllegalArgumentException when the reference cannot be followed, or leads to nothing
   *     that can be a key
   */
  static ApiKey resolve(String reference, UnaryOperator<String> environment) {
    if (reference != null && reference.startsWith(ENV)) {
      String name = reference.substring(ENV.length());
      return checked(
          reference,
          name.isEmpty() ? null : environment.apply(name),
          "set this environment variable, for executors too where they send");
    }
    if (reference != null && reference.startsWith(FILE)) {
      return checked(reference, content(reference), "write the key into the file");
    }
    throw new IllegalArgumentException(
        "the provider's key must be given by reference, as env:NAME or file:/path; what was given"
            + " is neither, and is not shown because it may be the key itself");
  }

  private static String content(String reference) {
    try {
      return Files.readString(Path.of(reference.substring(FILE.length())));
    } catch (IOException | InvalidPathException e) {
      // The cause may quote what it read; its kind is enough.
      throw new IllegalArgumentException(
          "cannot read the provider's key from %s (%s): check the path and its permissions"
              .formatted(Scrub.withoutKey(reference), e.getClass().getSimpleName()));
    }
  }

  private static ApiKey checked(String reference, String value, String remedy) {
    String key = value == null ? "" : value.strip();
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          "the provider's key is not at %s: %s".formatted(Scrub.withoutKey(reference), remedy));
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "the provider's key cannot be what %s holds: it has spaces, line breaks or characters outside ASCII"
              .formatted(Scrub.withoutKey(reference)));
    }
    return new ApiKey(key);
  }
}
