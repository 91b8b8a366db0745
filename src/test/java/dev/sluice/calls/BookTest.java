package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Segmentation;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private final Book book = new Book();
  private final Work work = work("a");

  @Test
  void whatWasCreatedIsFetchedAndNeverCreatedAgain() {
    open(work);
    assertThat(book.creates(10, 0)).hasSize(1);
    apply(1, CallResult.PENDING, "t1");
    assertThat(book.creates(10, 0)).isEmpty();
    assertThat(book.ready("t1"::equals, ref -> false, NOW, 0))
        .containsExactly(new CallRequest(work, 1, "t1"));
    assertThat(book.ready(ref -> false, ref -> false, NOW, 0)).isEmpty();
  }

  @Test
  void whatListsNoLongerShowIsReadyUntilItIsLookedAtAndThenNowAndThen() {
    open(work);
    apply(1, CallResult.PENDING, "t1");
    Instant late = NOW.plus(Book.POLL_BUDGET);
    long now = Book.POLL_BUDGET.toNanos();
    List<CallRequest> ready = book.ready(ref -> false, ref -> false, late, now);
    assertThat(ready).hasSize(1);
    assertThat(book.ready(ref -> false, ref -> false, late, now))
        .as("asking changes nothing")
        .isEqualTo(ready);
    book.apply(new CallResult(work.workKey(), 1, CallResult.PENDING, "t1", ""), NOW, now);
    assertThat(book.ready(ref -> false, ref -> false, late, now)).isEmpty();
    assertThat(book.ready(ref -> false, ref -> false, late, now + Duration.ofMinutes(2).toNanos()))
        .isEqualTo(ready);
  }

  @Test
  void aTaskFromLongBeforeThatNoListShowsIsLookedAtNowAndThen() {
    open(work);
    apply(1, CallResult.PENDING, "t1");
    Duration again = Duration.ofMinutes(2);
    Instant late = NOW.plus(again);
    assertThat(book.ready(ref -> false, "t1"::equals, NOW, 1)).as("lists lag").isEmpty();
    assertThat(book.ready(ref -> false, ref -> false, late, again.toNanos())).isEmpty();
    assertThat(book.ready(ref -> false, "t1"::equals, late, again.toNanos())).hasSize(1);
    book.apply(
        new CallResult(work.workKey(), 1, CallResult.PENDING, "t1", ""), NOW, again.toNanos());
    assertThat(book.ready(ref -> false, "t1"::equals, late, again.toNanos() + 1)).isEmpty();
  }

  @Test
  void aWorkWhoseFileArrivesCameFurtherAndStaysOpen() {
    open(work);
    CallResult sending = new CallResult(work.workKey(), 1, CallResult.SENDING, "", "");
    assertThat(book.apply(sending, NOW, 0)).isTrue();
    assertThat(book.apply(sending, NOW, 1)).isTrue();
    assertThat(book.creates(1, 1)).hasSize(1);
    assertThat(book.apply(new CallResult(work.workKey(), 1, CallResult.OPEN, "", ""), NOW, 2))
        .isFalse();
  }

  @Test
  void whatEndedLeavesTheBook() {
    open(work);
    book.apply(CallResult.of(name(1, FactKind.DONE)), NOW, 0);
    assertThat(book.size()).isZero();
    assertThat(book.ended(FactKind.DONE)).isEqualTo(1);
  }

  @Test
  void aFailedGenerationOpensTheNextUntilTheThird() {
    open(work);
    for (int generation = 1; generation <= 2; generation++) {
      book.apply(CallResult.of(name(generation, FactKind.FAILED)), NOW, 0);
      assertThat(book.creates(1, 0).get(0).generation()).isEqualTo(generation + 1);
    }
    book.apply(CallResult.of(name(3, FactKind.FAILED)), NOW, 0);
    assertThat(book.size()).isZero();
    assertThat(book.ended(FactKind.FAILED)).isEqualTo(1);
  }

  @Test
  void whatTheProviderGaveUpLetsOthersGoFirst() {
    open(work);
    open(work("b"));
    book.apply(CallResult.of(name(1, FactKind.FAILED)), NOW, 0);
    assertThat(book.creates(10, 0))
        .extracting(CallRequest::generation)
        .as("the second generation last")
        .containsExactly(1, 2);
  }

  @Test
  void whatThisRunSentIsItsOwnWhoeverSentTheLast() {
    book.add(work, new WorkState.Pending(1), "t1", NOW, 0, 0);
    book.begun(work.workKey(), "earlier");
    assertThat(handedBack().runId()).isEqualTo("earlier");
    book.apply(CallResult.of(name(1, FactKind.FAILED)), NOW, 0);
    book.apply(new CallResult(work.workKey(), 2, CallResult.PENDING, "t2", ""), NOW, 0);
    assertThat(handedBack().runId()).isEqualTo("mine");
  }

  private UnderWay.Started handedBack() {
    UnderWay underWay = new UnderWay();
    book.handBack(underWay, "mine");
    return underWay.of(work.workKey()).orElseThrow();
  }

  @Test
  void whatWasNeverAcceptedIsNoFailure() {
    open(work);
    for (int generation = 1; generation <= 5; generation++) {
      book.apply(new CallResult(work.workKey(), generation, CallResult.DOUBT, "", ""), NOW, 0);
      assertThat(book.correct(work.workKey(), new WorkState.Open(generation + 1), "", NOW, 0, 0))
          .as("it came no further")
          .isFalse();
    }
    assertThat(book.creates(1, 0).get(0).generation()).isEqualTo(6);
  }

  @Test
  void whatIsToldOfAnEarlierGenerationChangesNothing() {
    open(work);
    book.apply(CallResult.of(name(1, FactKind.FAILED)), NOW, 0);
    assertThat(book.apply(CallResult.of(name(1, FactKind.FAILED)), NOW, 0)).isFalse();
    assertThat(book.creates(1, 0).get(0).generation()).isEqualTo(2);
  }

  @Test
  void aDoubtIsNeitherCreatedNorFetchedAndHasAnAge() {
    open(work);
    book.apply(new CallResult(work.workKey(), 1, CallResult.DOUBT, "", ""), NOW, 100);
    assertThat(book.creates(1, 0)).isEmpty();
    assertThat(book.ready(ref -> true, ref -> false, NOW, 100)).isEmpty();
    assertThat(book.doubts(150)).containsExactly(new Book.Doubt(work, 1, 50));
    book.apply(new CallResult(work.workKey(), 1, CallResult.DOUBT, "", ""), NOW, 200);
    assertThat(book.doubts(250).get(0).ageNanos()).isEqualTo(150);
  }

  @Test
  void aLostCreateCountsFromWhenItWasTakenInHandWhateverNamesSay() {
    open(work);
    book.correct(work.workKey(), new WorkState.Orphan(1), "", Instant.EPOCH, 0, 0);
    assertThat(handedBack().at()).isEqualTo(NOW);
  }

  @Test
  void whatIsHeldWaitsForAPerson() {
    open(work);
    book.apply(new CallResult(work.workKey(), 1, CallResult.DOUBT, "", ""), NOW, 0);
    book.hold(work.workKey(), "two tasks could be it");
    assertThat(book.doubts(1)).isEmpty();
    assertThat(book.held()).isEqualTo(1);
    assertThat(book.stuck()).as("the next run looks again").isEmpty();
    book.giveUp(work.workKey(), "two tasks could be it");
    assertThat(book.held()).isZero();
    assertThat(book.unsure()).isEqualTo(1);
    assertThat(book.stuck())
        .containsExactly(Book.Stuck.of(work, Broken.UNSURE, "two tasks could be it"));
  }

  @Test
  void anAnswerThatCannotBeHadIsNeitherFetchedAgainInThisRunNorBoughtAgain() {
    open(work);
    apply(1, CallResult.PENDING, "t1");
    book.apply(new CallResult(work.workKey(), 1, CallResult.HELD, "t1", "too large"), NOW, 0);
    assertThat(book.ready(ref -> true, ref -> true, NOW.plusSeconds(9999), 1L << 60)).isEmpty();
    assertThat(book.creates(1, 0)).isEmpty();
    assertThat(book.pending()).isZero();
    assertThat(book.held()).isEqualTo(1);
    assertThat(book.stuck()).containsExactly(Book.Stuck.of(work, Broken.NOT_FETCHED, "too large"));
  }

  @Test
  void whatAnEarlierRunFetchedInVainIsNotBoughtAgainWhenTheProviderGivesItUp() {
    book.add(work, new WorkState.Pending(1), "t1", NOW, 0, 0);
    book.inVain(work.workKey());
    assertThat(book.ready(ref -> true, ref -> false, NOW, 0))
        .containsExactly(new CallRequest(work, 1, "t1", 0, "", true));
    book.apply(CallResult.of(name(1, FactKind.FAILED)), NOW, 0);
    assertThat(book.size()).isZero();
    assertThat(book.ended(FactKind.FAILED)).isEqualTo(1);
  }

  @Test
  void whatStoodInTheWayIsGivenHalfAMinuteToPass() {
    open(work);
    book.apply(new CallResult(work.workKey(), 1, CallResult.LATER, "", "store down"), NOW, 0);
    assertThat(book.creates(1, Duration.ofSeconds(29).toNanos())).isEmpty();
    assertThat(book.creates(1, Duration.ofSeconds(30).toNanos())).hasSize(1);
    assertThat(book.stuck()).isEmpty();
  }

  @Test
  void whatIsPutOffAgainAndAgainMakesRoomForOthers() {
    open(work);
    CallResult later = new CallResult(work.workKey(), 1, CallResult.LATER, "", "store down");
    for (int i = 0; i < 2; i++) {
      book.apply(later, NOW, 0);
      assertThat(book.letGo()).isZero();
    }
    book.apply(new CallResult(work.workKey(), 1, CallResult.OPEN, "", ""), NOW, 0);
    book.apply(later, NOW, 0);
    assertThat(book.letGo()).as("in a row").isZero();
    book.apply(later, NOW, 0);
    book.apply(later, NOW, 0);
    assertThat(book.letGo()).isEqualTo(1);
    assertThat(book.size()).isZero();
  }

  @Test
  void whatWaitsForAPersonTakesNoPlace() {
    open(work);
    apply(1, CallResult.PENDING, "t1");
    assertThat(book.size()).isEqualTo(1);
    book.apply(new CallResult(work.workKey(), 1, CallResult.HELD, "t1", "too large"), NOW, 0);
    assertThat(book.size()).isZero();
    assertThat(book.held()).isEqualTo(1);
  }

  @Test
  void manyWorksWithoutTheirFilesAreHandedOver() {
    for (int i = 0; i < 3; i++) {
      Work one = work("v" + i);
      book.add(one, new WorkState.Open(1), "", NOW, 0, 0);
      book.apply(new CallResult(one.workKey(), 1, CallResult.UNREAD, "", "gone"), NOW, 0);
    }
    assertThat(book.takeUnread(4)).isEmpty();
    assertThat(book.takeUnread(3)).hasSize(3);
    assertThat(book.stuck()).isEmpty();
  }

  @Test
  void aWorkWithoutItsFileIsPutAsideForThisRun() {
    open(work);
    book.apply(new CallResult(work.workKey(), 1, CallResult.UNREAD, "", "gone"), NOW, 0);
    assertThat(book.creates(1, 1L << 60)).isEmpty();
    assertThat(book.unsure()).as("it is known where it stands: not sent").isZero();
    assertThat(book.stuck()).containsExactly(Book.Stuck.of(work, Broken.UNREAD, "gone"));
  }

  @Test
  void theOldestIsFetchedFirst() {
    Work other = work("b");
    book.add(work, new WorkState.Pending(1), "t1", NOW, 0, 0);
    book.add(other, new WorkState.Pending(1), "t2", NOW.minusSeconds(60), 0, 0);
    assertThat(book.ready(ref -> true, ref -> false, NOW, 0))
        .extracting(CallRequest::ref)
        .containsExactly("t2", "t1");
    assertThat(book.oldestPending(NOW)).isEqualTo(Optional.of(NOW.minusSeconds(60)));
    assertThat(book.pendingRefs()).isEqualTo(List.of("t1", "t2"));
  }

  private void open(Work one) {
    book.add(one, new WorkState.Open(1), "", NOW, 0, 0);
  }

  private void apply(int generation, String end, String ref) {
    book.apply(new CallResult(work.workKey(), generation, end, ref, ""), NOW, 0);
  }

  private FactName name(int generation, FactKind kind) {
    return new FactName(new WorkKey(work.workKey()), generation, kind);
  }

  private static Work work(String content) {
    return Works.embed(
        "emulator",
        "f1:" + WorkKey.sha256(content),
        "file:/videos/" + content + ".mp4",
        new EmbedRequest(
            "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty()),
        0.1);
  }
}
