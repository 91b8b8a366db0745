package dev.sluice.calls;

/**
 * The last upload of a content by the ledger, which outlives the facts of the journal.
 *
 * @param generation its generation; 0 when there was none
 * @param ref the provider's id; empty when it came to nothing
 */
record PastUpload(int generation, String ref) {
  static final PastUpload NONE = new PastUpload(0, "");
}
