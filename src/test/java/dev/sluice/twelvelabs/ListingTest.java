package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ListingFailed;
import dev.sluice.ratelimit.Ticker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListingTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private final Heard heard = new Heard(Ticker.system(), Instant::now);
  private final List<Integer> asked = new ArrayList<>();

  @Test
  void stopsAtTheFirstPageThatIsAllOlder() {
    assertThat(since(NOON, List.of(5, 3, 1), List.of(0, -1, -2), List.of(-3, -4)))
        .extracting(listed -> listed.ref().id())
        .containsExactly("t5", "t3", "t1", "t0");
    assertThat(asked).containsExactly(1, 2, 3);
  }

  @Test
  void readsEverythingWhereTheListIsNotNewestFirst() {
    assertThat(since(NOON, List.of(-4, -3), List.of(-2, -1), List.of(0, 2)))
        .extracting(listed -> listed.ref().id())
        .containsExactly("t2", "t0");
    assertThat(asked).containsExactly(1, 2, 3, 4);
  }

  @Test
  void whatMovesToTheNextPageWhileReadingIsKeptOnce() {
    assertThat(since(NOON, List.of(5, 4), List.of(4, 3))).hasSize(3);
  }

  @Test
  void anEntryWithoutATimeFailsTheList() {
    Listing listing =
        new Listing(
            "things",
            Replies.REFUSALS,
            heard,
            page -> Replies.answer(200, "{\"data\":[{\"_id\":\"a\"}]}"));
    assertThatThrownBy(() -> listing.since(NOON, item -> true))
        .isInstanceOf(ListingFailed.class)
        .hasMessageContaining("things");
  }

  @Test
  void htmlIsAWrongAddress() {
    Listing listing =
        new Listing("things", Replies.REFUSALS, heard, page -> Replies.answer(200, "<html>"));
    assertThatThrownBy(() -> listing.since(NOON, item -> true))
        .isInstanceOf(ListingFailed.class)
        .satisfies(e -> assertThat(((ListingFailed) e).outcome()).isInstanceOf(Fatal.class));
  }

  @Test
  void htmlAfterAListPasses() {
    since(NOON, List.of(1));
    Listing listing =
        new Listing("things", Replies.REFUSALS, heard, page -> Replies.answer(200, "<html>"));
    assertThatThrownBy(() -> listing.since(NOON, item -> true))
        .isInstanceOf(ListingFailed.class)
        .satisfies(e -> assertThat(((ListingFailed) e).outcome()).isInstanceOf(Later.class));
  }

  @Test
  void whatALookTakesForGivenUpHasEndedInAListToo() {
    for (String word : List.of("failed", "Error", "canceled", "cancelled", "expired")) {
      assertThat(state(word)).as(word).isEqualTo(Listed.State.GAVE_UP);
    }
    assertThat(state("ready")).isEqualTo(Listed.State.READY);
    for (String word : List.of("queued", "a word of tomorrow", "")) {
      assertThat(state(word)).as(word).isEqualTo(Listed.State.RUNNING);
    }
  }

  private Listed.State state(String word) {
    String page =
        "{\"data\":[{\"_id\":\"t1\",\"created_at\":\"%s\",\"status\":\"%s\"}]}"
            .formatted(NOON, word);
    return new Listing(
            "things",
            Replies.REFUSALS,
            heard,
            number -> Replies.answer(200, number == 1 ? page : "{\"data\":[]}"))
        .since(NOON, item -> true)
        .get(0)
        .state();
  }

  /** Pages of entries, given as hours after noon; past the last one the list is empty. */
  @SafeVarargs
  private List<Listed> since(Instant from, List<Integer>... pages) {
    return new Listing(
            "things",
            Replies.REFUSALS,
            heard,
            page -> {
              asked.add(page);
              List<Integer> hours = page <= pages.length ? pages[page - 1] : List.of();
              List<String> items = new ArrayList<>();
              for (int hour : hours) {
                items.add(
                    "{\"_id\":\"t%d\",\"created_at\":\"%s\"}"
                        .formatted(hour, NOON.plusSeconds(3600L * hour)));
              }
              return Replies.answer(200, "{\"data\":[" + String.join(",", items) + "]}");
            })
        .since(from, item -> true);
  }
}
