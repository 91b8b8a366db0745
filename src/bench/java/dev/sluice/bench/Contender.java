package dev.sluice.bench;

/** A way to have many videos embedded. */
interface Contender {
  /** One word for figures. */
  String name();

  /** Has every clip embedded and keeps the answers; starts again by itself after a failure. */
  void run(Course course) throws Exception;

  /** The same where the one result is used twice: counted, then written. */
  void runCountedFirst(Course course) throws Exception;
}
