package dev.sluice.twelvelabs;

import java.util.Optional;

/**
 * Keeps answers of the emulator out of rows that claim to come from TwelveLabs. Pure.
 *
 * @param namespace the configured provider name
 */
record EmulatorMark(String namespace) {
  /** Header by which the emulator says which local model answered. */
  static final String HEADER = "x-sluice-emulator";

  private static final String EMULATOR = "emulator";

  /** Why this answer cannot be the configured provider's, or empty. */
  Optional<String> mismatch(Reply reply) {
    return !reply.header(HEADER).isEmpty() && !namespace.equals(EMULATOR)
        ? Optional.of(
            "an emulator answers there, while the provider is named %s (name it %s to use it)"
                .formatted(namespace, EMULATOR))
        : Optional.empty();
  }

  /** The model that answered, as far as the answer says, else {@code ""}. */
  String servedBy(Reply reply, String modelInBody) {
    String local = reply.header(HEADER);
    if (!local.isEmpty()) {
      return local;
    }
    return modelInBody == null ? "" : modelInBody;
  }
}
