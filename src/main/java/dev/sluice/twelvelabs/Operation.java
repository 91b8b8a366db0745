package dev.sluice.twelvelabs;

/** What is created or looked at. */
enum Operation {
  UPLOAD("asset", false),
  EMBED("embedding task", true),
  ANALYZE("analysis task", true),
  INDEX("index", false),
  INDEXED("indexed video", false),
  STORED("stored embedding", false),
  INDEXING("indexing task", true);

  private final String noun;
  private final boolean task;

  Operation(String noun, boolean task) {
    this.noun = noun;
    this.task = task;
  }

  /** For sentences. */
  String noun() {
    return noun;
  }

  /** Whether it is work on something; the rest is what other work needs. */
  boolean isTask() {
    return task;
  }

  /** Whether what is shown without a status is ready. */
  boolean isReadyUnsaid() {
    return this == INDEX || this == INDEXED || this == STORED;
  }
}
