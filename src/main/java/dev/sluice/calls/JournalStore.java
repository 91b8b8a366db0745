package dev.sluice.calls;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Small objects by path, on one kind of store. Facts and the run lease are kept in it. Thread-safe;
 * many processes may use one place.
 *
 * <p>Nobody ever reads half an object of the writers here: a write that is cut off leaves none.
 */
interface JournalStore {

  /**
   * Stores an object unless one of this path is there. Where the store {@link #excludes()}, at most
   * one caller in any number of processes gets true for a path, also when the answer to its request
   * was lost and the request repeated.
   *
   * @return whether this call stored it
   * @throws IOException when that cannot be known; the object may then be there or appear later
   */
  boolean putIfAbsent(String path, byte[] content) throws IOException;

  /** Stores an object in place of what is there, if anything. Idempotent. */
  void replace(String path, byte[] content) throws IOException;

  /** The object's bytes, or empty when there is none. */
  Optional<byte[]> get(String path) throws IOException;

  /** Whether there is such an object. */
  boolean has(String path) throws IOException;

  /** Deletes objects; those that are not there are no fault. Not atomic, idempotent. */
  void delete(List<String> paths) throws IOException;

  /**
   * Names the objects of a folder, page by page, in no order.
   *
   * @param prefix what a name begins with; empty for all
   * @param names is told each name, without the folder
   */
  void list(String folder, String prefix, Consumer<String> names) throws IOException;

  /** Deletes what dead writers left behind before a moment. Idempotent. */
  void tidy(Instant before) throws IOException;

  /** Whether {@link #putIfAbsent} lets exactly one writer win. */
  boolean excludes();

  /** How {@link #putIfAbsent} is done, for people. */
  String how();
}
