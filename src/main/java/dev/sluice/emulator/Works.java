package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Everything of one kind that was accepted: kept on disk first, then shown, then worked on. After a
 * restart it goes on with what was not finished. Thread-safe.
 *
 * @param <R> what work on one gives
 * @param <T> one of them
 */
final class Works<R, T extends Work<R>> {
  private static final Logger LOG = Logger.getLogger(Works.class.getName());

  private final Kind<R, T> kind;
  private final Room room;
  private final Shelf<R, T> shelf = new Shelf<>();
  private final Map<String, T> byKey = new HashMap<>();

  /** What was read from disk and is not finished. */
  private final Map<String, Unfinished<T>> unfinished = new HashMap<>();

  /** What was read from disk and then deleted. */
  private final Set<String> gone = new HashSet<>();

  private record Unfinished<T>(T task, long readyMs, Fate fate) {}

  Works(Kind<R, T> kind, Room room) {
    this.kind = kind;
    this.room = room;
  }

  Operation operation() {
    return kind.operation();
  }

  Shelf<R, T> shelf() {
    return shelf;
  }

  /**
   * Accepts a create, or finds what the same idempotency key made before. It is on disk when this
   * returns.
   *
   * @param create what the log is to say
   * @param order what was asked for, as it is kept
   * @param make makes the thing
   */
  T accept(Admission create, ObjectNode order, Function<Piece<R>, T> make) {
    return accept(Piece.freshId(), create, order, make);
  }

  /** The same under an id that was promised before. */
  T accept(String id, Admission create, ObjectNode order, Function<Piece<R>, T> make) {
    Duration wait = room.latency().of(id);
    Fate fate = create.fate();
    T task;
    synchronized (this) {
      T first = create.key().map(byKey::get).orElse(null);
      if (first != null) {
        create.log(room.log(), CreateRecord.Outcome.REPLAYED, first.piece().id(), nothing());
        return first;
      }
      create.charge();
      ObjectNode more = nothing();
      create.key().ifPresent(key -> more.put("key", key));
      more.put("fate", fate.key()).put("latency_ms", wait.toMillis());
      more.put("media_sec", create.mediaSec()).set("order", order);
      CreateRecord accepted = create.log(room.log(), CreateRecord.Outcome.ACCEPTED, id, more);
      task = make.apply(new Piece<>(id, accepted.atMs(), new Stage.Working<>(kind.firstWord())));
      shelf.add(task);
      create.key().ifPresent(key -> byKey.put(key, task));
    }
    // What waits must not hold on to the request it came with.
    room.workbench().after(wait, () -> run(task, fate));
    return task;
  }

  /** Forgets a thing. */
  synchronized void remove(String id) {
    room.file().append(event("deleted", id));
    forget(id);
  }

  /** Changes a thing; it is kept when this returns. */
  synchronized void amend(T task, ObjectNode change) {
    room.file().append(event("amended", task.piece().id()).setAll(change));
    kind.amended(task, change);
  }

  /** Takes in what was kept of an accepted create. */
  void recall(CreateRecord accepted, JsonNode event) throws IOException {
    Piece<R> piece =
        new Piece<>(accepted.id(), accepted.atMs(), new Stage.Working<>(kind.firstWord()));
    T task = kind.remade(piece, (ObjectNode) event.get("order"));
    shelf.add(task);
    if (event.has("key")) {
      byKey.put(event.get("key").asText(), task);
    }
    Fate fate = Fate.of(event.get("fate").asText());
    long readyMs = accepted.atMs() + event.get("latency_ms").asLong();
    unfinished.put(accepted.id(), new Unfinished<>(task, readyMs, fate));
  }

  /** Takes in the kept end of a thing, a change of it, or that it was deleted. */
  void recall(String id, JsonNode event) throws IOException {
    if (event.has("amended")) {
      shelf.find(id).ifPresent(task -> kind.amended(task, event));
      return;
    }
    Unfinished<T> ended = unfinished.remove(id);
    if (event.has("deleted")) {
      // What was accepted at the same moment may still name it.
      gone.add(id);
    } else if (ended != null) {
      long atMs = event.get("at_ms").asLong();
      shelf.become(ended.task().piece(), end(ended.task(), event), atMs);
    }
  }

  /** Goes on with what was not finished when the state was last written. */
  void resume() {
    long now = room.clock().millis();
    unfinished.values().stream()
        .sorted((a, b) -> Long.compare(a.readyMs(), b.readyMs()))
        .forEach(
            waiting -> {
              Duration rest = Duration.ofMillis(Math.max(0, waiting.readyMs() - now));
              room.workbench().after(rest, () -> run(waiting.task(), waiting.fate()));
            });
    unfinished.clear();
    gone.forEach(this::forget);
    gone.clear();
  }

  private Stage<R> end(T task, JsonNode event) throws IOException {
    if (event.has("failed")) {
      return new Stage.Failed<>(event.get("failed").asText());
    }
    if (event.has("result")) {
      return new Stage.Ready<>(kind.result(task, event.get("result")));
    }
    return worked(task);
  }

  private void run(T task, Fate fate) {
    Piece<R> piece = task.piece();
    try {
      if (fate == Fate.EXPIRES) {
        remove(piece.id());
        return;
      }
      shelf.become(piece, new Stage.Working<>(kind.workingWord()), room.clock().millis());
      Stage<R> end = fate == Fate.FAILS ? new Stage.Failed<>(kind.failure()) : worked(task);
      if (room.workbench().isClosing()) {
        return;
      }
      ObjectNode event = event("settled", piece.id());
      long atMs = room.clock().millis();
      event.put("at_ms", atMs);
      if (end instanceof Stage.Ready<R> ready) {
        kind.kept(ready.result()).ifPresent(kept -> event.set("result", kept));
      } else if (end instanceof Stage.Failed<R> failed) {
        event.put("failed", failed.message());
      }
      // First kept, then shown: what a client once saw as ready stays ready.
      room.file().append(event);
      kind.settled(task);
      shelf.become(piece, end, atMs);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.SEVERE, "the end of " + piece.id() + " cannot be kept; it stays unfinished", e);
    }
  }

  private Stage<R> worked(T task) {
    try {
      return new Stage.Ready<>(kind.work(task));
    } catch (Workbench.Unworkable e) {
      return new Stage.Failed<>(e.getMessage());
    } catch (Exception | LinkageError e) {
      // A client must see the end of its task whatever broke here, the native library included.
      return new Stage.Failed<>(
          "The emulator failed (%s). This is a defect of the emulator.".formatted(e));
    }
  }

  private synchronized void forget(String id) {
    shelf.remove(id);
    byKey.values().removeIf(task -> task.piece().id().equals(id));
  }

  private ObjectNode event(String what, String id) {
    return nothing().put(what, id).put("operation", kind.operation().key());
  }

  private static ObjectNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }
}
