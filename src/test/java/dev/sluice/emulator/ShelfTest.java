package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A shelf gives the pages that sorting and filtering everything would give. */
class ShelfTest {
  private static final List<String> WORDS = List.of("queued", "processing", "ready", "failed");

  private record Thing(Piece<String> piece) implements Work<String> {}

  @Test
  void pagesAreThoseOfAPlainList() {
    Random random = new Random(42);
    Shelf<String, Thing> shelf = new Shelf<>();
    List<Thing> plain = new ArrayList<>();
    long now = 1_000;
    for (int step = 0; step < 6_000; step++) {
      int choice = random.nextInt(10);
      if (choice < 5 || plain.isEmpty()) {
        now += random.nextInt(3);
        Thing thing = new Thing(new Piece<>(Piece.freshId(), now, stage("queued")));
        shelf.add(thing);
        plain.add(thing);
      } else if (choice < 9) {
        Thing thing = plain.get(random.nextInt(plain.size()));
        shelf.become(thing.piece(), stage(WORDS.get(random.nextInt(WORDS.size()))), now);
      } else {
        Thing thing = plain.remove(random.nextInt(plain.size()));
        shelf.remove(thing.piece().id());
        shelf.become(thing.piece(), stage("ready"), now);
      }
      if (step % 20 == 0) {
        assertSame(shelf, plain, random, now);
      }
    }
    assertThat(plain).hasSizeGreaterThan(2_000);
  }

  private static void assertSame(
      Shelf<String, Thing> shelf, List<Thing> plain, Random random, long now) {
    Instant from = Instant.ofEpochMilli(1_000 + random.nextInt((int) now));
    Instant to = from.plusMillis(random.nextInt(4_000));
    List<String> words = WORDS.subList(random.nextInt(2), 2 + random.nextInt(2));
    words = random.nextBoolean() ? words : List.of();
    Paging paging = new Paging(1 + random.nextInt(4), 1 + random.nextInt(50));
    List<Thing> expected = new ArrayList<>();
    for (int i = plain.size() - 1; i >= 0; i--) {
      Piece<String> piece = plain.get(i).piece();
      boolean within = !piece.createdAt().isBefore(from) && !piece.createdAt().isAfter(to);
      if (within && (words.isEmpty() || words.contains(piece.stage().word()))) {
        expected.add(plain.get(i));
      }
    }
    Shelf.Page<Thing> page = shelf.page(from, to, words, paging);
    assertThat(page.total()).isEqualTo(expected.size());
    assertThat(page.rows())
        .isEqualTo(expected.stream().skip(paging.skipped()).limit(paging.limit()).toList());
  }

  private static Stage<String> stage(String word) {
    return switch (word) {
      case "ready" -> new Stage.Ready<>("");
      case "failed" -> new Stage.Failed<>("");
      default -> new Stage.Working<>(word);
    };
  }
}
