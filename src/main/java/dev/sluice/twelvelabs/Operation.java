package dev.sluice.twelvelabs;

/** What is created at the provider. */
enum Operation {
  UPLOAD("asset"),
  EMBED("embedding task"),
  ANALYZE("analysis task");

  private final String noun;

  Operation(String noun) {
    this.noun = noun;
  }

  /** For sentences. */
  String noun() {
    return noun;
  }
}
