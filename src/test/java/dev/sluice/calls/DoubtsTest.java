package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoAnalyst;
import dev.sluice.provider.VideoEmbedder;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoubtsTest {
  private static final Duration TOOK = Duration.ofSeconds(30);

  @TempDir private Path dir;
  private final AtomicLong time = new AtomicLong();
  private final AtomicLong shardsListed = new AtomicLong();
  private final List<String> looks = new ArrayList<>();
  private final Book book = new Book();
  private Optional<Listed.State> listed = Optional.of(Listed.State.RUNNING);

  @Test
  void whoLooksForLongRestsForLong() {
    Doubts doubts = doubts(inDoubt(SpendRig.works("file:/a.mp4").get(0)));
    doubts.resolve();
    assertThat(looks).as("the provider still works on it").hasSize(1);
    time.addAndGet(5 * TOOK.toNanos() - 1);
    doubts.resolve();
    assertThat(looks).hasSize(1);
    time.addAndGet(1);
    doubts.resolve();
    assertThat(looks).hasSize(2);
  }

  @Test
  void questionsAreDecidedWithoutReadingTheWholeJournal() {
    Work work =
        Works.analyze(
            "emulator",
            "f1:a",
            "file:/a.mp4",
            new AnalyzeRequest("pegasus1.5", "what?", List.of("a"), 0.2, 512, Optional.empty()),
            1);
    assertThat(doubts(inDoubt(work)).resolve()).isFalse();
    assertThat(book.count(WorkState.Open.class)).as("repeated under its own key").isEqualTo(1);
    assertThat(shardsListed).hasValue(0);
    assertThat(looks).as("what is listed has no such id").containsExactly("createdSince");
  }

  @Test
  void aFailureThatIsFoundOutAboutCountsInTheRunThatFindsIt() {
    Work work = inDoubt(SpendRig.works("file:/a.mp4").get(0), 2);
    listed = Optional.of(Listed.State.GAVE_UP);
    doubts(work).resolve();
    assertThat(book.size()).as("three failures are the end").isZero();
    assertThat(book.ended(FactKind.FAILED)).isEqualTo(1);
  }

  @Test
  void wordsWhoseAnswersAreLostAgainAndAgainAreGivenUp() {
    doubts(inDoubt(Works.embedText("emulator", "marengo3.0", "a dog"), 2)).resolve();
    assertThat(book.ended(FactKind.FAILED)).isEqualTo(1);
  }

  @Test
  void whatWasNeverAcceptedCountsAsNoFailure() {
    Work work = inDoubt(SpendRig.works("file:/a.mp4").get(0), 2);
    listed = Optional.empty();
    doubts(work).resolve();
    assertThat(book.creates(1, 0)).singleElement().matches(next -> next.generation() == 2);
  }

  private Work inDoubt(Work work) {
    return inDoubt(work, 0);
  }

  private Work inDoubt(Work work, int failures) {
    FactName intent = new FactName(new WorkKey(work.workKey()), 1, FactKind.INTENT);
    Fact.Header header =
        new Fact.Header(
            work.operation(),
            "emulator",
            work.model(),
            work.contentId(),
            "r",
            "t",
            Instant.now(),
            0);
    new FactWriter(
            journal(), Clock.systemUTC(), intent, header, Fact.Answer.atMost(1, 0), fact -> {})
        .intend(SentSource.NONE);
    book.add(work, new WorkState.Orphan(1), "", Instant.now(), failures, 0);
    return work;
  }

  private Doubts doubts(Work work) {
    SpendSettings settings =
        SpendRig.settings(
            new ProviderConf("emulator", "http://localhost", "none", Duration.ofSeconds(20)),
            dir,
            Optional.empty(),
            RunOn.DRIVER,
            1,
            Duration.ofSeconds(3));
    return new Doubts(
        new Spending.Parts(
            settings,
            null,
            journal(),
            provider(VideoProvider.class),
            null,
            UnderWay.read(journal(), List.of(), Clock.systemUTC()),
            null,
            null,
            null,
            new Folder(null, time::get),
            () -> true,
            null,
            from -> Set.of(),
            Set.of(),
            stuck -> {},
            () -> "r1",
            Clock.systemUTC(),
            time::get,
            null,
            line -> {}),
        book,
        work.operation());
  }

  private Journal journal() {
    LinkStore disk = new LinkStore(dir);
    return new StoreJournal(
        fake(
            JournalStore.class,
            (proxy, method, args) -> {
              shardsListed.addAndGet(method.getName().equals("list") && "".equals(args[1]) ? 1 : 0);
              return method.invoke(disk, args);
            }));
  }

  private <T> T provider(Class<T> type) {
    return fake(
        type,
        (proxy, method, args) ->
            switch (method.getName()) {
              case "namespace" -> "emulator";
              case "embedder" -> provider(VideoEmbedder.class);
              case "analyst" -> provider(VideoAnalyst.class);
              default -> {
                looks.add(method.getName());
                time.addAndGet(TOOK.toNanos());
                ProviderRef ref = new ProviderRef("t1");
                yield listed.stream()
                    .map(state -> new Listed(ref, Instant.now(), state, "", Listed.Shown.NOTHING))
                    .toList();
              }
            });
  }

  private static <T> T fake(Class<T> type, InvocationHandler how) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, how));
  }
}
