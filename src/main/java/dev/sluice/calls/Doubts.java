package dev.sluice.calls;

import dev.sluice.provider.ListingFailed;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Creates whose answer was lost: looked into once nothing can still be on its way. Free. */
final class Doubts {
  private static final int REST = 5;

  private final Spending.Parts parts;
  private final Book book;
  private final String operation;
  private final Reconciler reconciler;
  private long lookAt = Long.MIN_VALUE;

  Doubts(Spending.Parts parts, Book book, String operation) {
    this.parts = parts;
    this.book = book;
    this.operation = operation;
    SpendSettings settings = parts.settings();
    this.reconciler =
        new Reconciler(
            parts.journal(),
            parts.provider(),
            parts.clock(),
            settings.onUnsure(),
            settings.provider().callTimeout());
  }

  /** Decides what can be decided, in the journal and in the book; whether a work came further. */
  boolean resolve() {
    long now = parts.ticker().nanos();
    if (settled(now).isEmpty() || now < lookAt || !parts.leaseHeld().getAsBoolean()) {
      return false;
    }
    try {
      return look(now);
    } finally {
      long then = parts.ticker().nanos();
      lookAt = then + REST * Math.max(parts.settings().pollEvery().toNanos(), then - now);
    }
  }

  private boolean look(long now) {
    // Embeds are told by what is known of all others, too; the rest by their own facts.
    boolean byDifference = Works.EMBED.equals(operation);
    // A task that was given up and lives on may have stored what nobody told the driver.
    Set<String> keys =
        byDifference
            ? book.notPending()
            : settled(now).stream()
                .map(doubt -> doubt.work().workKey())
                .collect(Collectors.toSet());
    boolean moved = Standing.tell(parts.journal(), book, keys, parts.folder(), now);
    List<Book.Doubt> settled = settled(now);
    if (settled.isEmpty()) {
      return moved;
    }
    if (byDifference) {
      parts.folder().foldAll();
    }
    try {
      for (Reconciler.Verdict verdict :
          reconciler.resolve(
              settled, book.orphans(now), parts.underWay().lostEmbeds(), this::known)) {
        verdict.ended().ifPresent(parts.folder()::add);
        moved |= write(verdict);
      }
    } catch (ListingFailed e) {
      parts
          .progress()
          .accept("cannot look into %d lost answers: %s".formatted(settled.size(), e.getMessage()));
    } catch (JournalUnwritable e) {
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, e.getMessage());
    } catch (IOException e) {
      throw JournalUnreachable.at(parts.place().uri(), e);
    }
    return moved;
  }

  private List<Book.Doubt> settled(long now) {
    long settle = parts.settings().settle().toNanos();
    return book.doubts(now).stream().filter(doubt -> doubt.ageNanos() >= settle).toList();
  }

  private boolean write(Reconciler.Verdict verdict) {
    if (verdict.held() != Reconciler.Held.NO) {
      if (verdict.held() == Reconciler.Held.FOR_GOOD) {
        book.giveUp(verdict.workKey(), verdict.message());
      } else {
        book.hold(verdict.workKey(), verdict.message());
      }
      parts
          .progress()
          .accept("%s %s: %s".formatted(operation, verdict.workKey(), verdict.message()));
      return false;
    }
    return book.correct(
        verdict.workKey(),
        verdict.state(),
        verdict.ref(),
        parts.clock().instant(),
        book.failures(verdict.workKey()) + verdict.failures(),
        parts.ticker().nanos());
  }

  private Set<String> known(Instant from) {
    Set<String> known = new HashSet<>(parts.known().since(from));
    known.addAll(parts.underWay().refs());
    known.addAll(book.pendingRefs());
    return known;
  }
}
