package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Listed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import dev.sluice.provider.VideoAnalyst;
import dev.sluice.provider.VideoEmbedder;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant SOON = AT.plusSeconds(200);

  @TempDir private Path dir;
  private final List<Listed> tasks = new ArrayList<>();

  @Test
  void aLostCreateIsFoundByTheLinkThatWasSentAndNotByTodays() throws Exception {
    Work today = embed("a", "https://other.example/renamed.mp4?sig=2");
    intend(today, link("https://h/a.mp4?sig=1"));
    tasks.add(task("t1", "https://h/a.mp4?sig=1", 10));
    Reconciler.Verdict verdict = decide(today, SOON, OnUnsure.QUARANTINE);
    assertThat(verdict.state()).isEqualTo(new WorkState.Pending(1));
    assertThat(verdict.ref()).isEqualTo("t1");
  }

  @Test
  void anIntentThatDoesNotSayWhatWasSentIsNotPaidAgainForItsLink() throws Exception {
    Work today = embed("a", "https://h/a.mp4?sig=2");
    intend(today, SentSource.NONE);
    tasks.add(task("t1", "https://h/a.mp4?sig=1", 11));
    Reconciler.Verdict verdict = decide(today, SOON, OnUnsure.QUARANTINE);
    assertThat(verdict.held()).isEqualTo(Reconciler.Held.FOR_NOW);
    assertThat(verdict.state()).isEqualTo(new WorkState.Orphan(1));
  }

  @Test
  void aTaskThatMayBeOfAnotherJobsLostCreateIsNotTaken() throws Exception {
    Work ours = embed("a", "file:/a.mp4");
    Work theirs = embed("b", "file:/b.mp4");
    intend(ours, upload("x1"));
    intend(theirs, upload("x2"));
    tasks.add(task("t1", "", 10));
    List<Reconciler.Verdict> verdicts =
        reconciler(SOON, OnUnsure.QUARANTINE)
            .resolve(
                List.of(new Book.Doubt(ours, 1, 0)),
                List.of(),
                List.of(intent(theirs)),
                from -> Set.of());
    assertThat(verdicts)
        .singleElement()
        .matches(verdict -> verdict.held() == Reconciler.Held.FOR_NOW);
  }

  @Test
  void aLostCreateOfAPartIsNotPaidAgainBecauseItsVideoIsLonger() throws Exception {
    Work part = part("a", "file:/a.mp4");
    intend(part, upload("x1"));
    tasks.add(task("t1", "https://theirs.example/copy", 3600));
    assertThat(decide(part, SOON, OnUnsure.QUARANTINE).held()).isEqualTo(Reconciler.Held.FOR_NOW);
    tasks.set(0, task("t1", "https://theirs.example/copy", 9));
    assertThat(decide(part, SOON, OnUnsure.QUARANTINE).state())
        .as("a video shorter than the part is another")
        .isEqualTo(new WorkState.Open(2));
  }

  @Test
  void aVideoAsLongAsThePartThatWasSentIsNotTakenForIt() throws Exception {
    Work part = part("a", "file:/a.mp4");
    intend(part, upload("x1"));
    tasks.add(task("t1", "", 10));
    assertThat(decide(part, SOON, OnUnsure.QUARANTINE).held()).isEqualTo(Reconciler.Held.FOR_NOW);
  }

  @Test
  void whatNoListReachesAnyMoreIsNotSaidToBeNeverAccepted() throws Exception {
    Work work = embed("a", "file:/a.mp4");
    intend(work, upload("x1"));
    Instant late = AT.plus(Duration.ofDays(8));
    Reconciler.Verdict held = decide(work, late, OnUnsure.QUARANTINE);
    assertThat(held.held()).isEqualTo(Reconciler.Held.FOR_GOOD);
    assertThat(decide(work, SOON, OnUnsure.QUARANTINE).state()).isEqualTo(new WorkState.Open(2));
  }

  @Test
  void aTaskThatNeverEndsDoesNotKeepAWorkFromBeingDecidedForMoreThanADay() throws Exception {
    Work work = embed("a", "file:/a.mp4");
    intend(work, upload("x1"));
    tasks.add(
        new Listed(new ProviderRef("t1"), AT, Listed.State.RUNNING, "", Listed.Shown.NOTHING));
    assertThat(resolve(work, SOON, OnUnsure.PAY)).isEmpty();
    Instant tomorrow = AT.plus(Duration.ofHours(25));
    assertThat(decide(work, tomorrow, OnUnsure.QUARANTINE).held())
        .isEqualTo(Reconciler.Held.FOR_GOOD);
    assertThat(decide(work, tomorrow, OnUnsure.PAY).state()).isEqualTo(new WorkState.Open(2));
  }

  @Test
  void anAnalysisIsFoundByItsIdAndNotRepeatedHoweverYoungItIs() throws Exception {
    Work work = analysis();
    intend(work, upload("x1"));
    tasks.add(tagged("t0", Listed.State.GAVE_UP, work));
    tasks.add(tagged("t1", Listed.State.READY, work));
    for (Instant now : List.of(SOON, AT.plus(Duration.ofHours(20)))) {
      Reconciler.Verdict verdict = decide(work, now, OnUnsure.QUARANTINE);
      assertThat(verdict.state()).isEqualTo(new WorkState.Pending(1));
      assertThat(verdict.ref()).isEqualTo("t1");
    }
    assertThat(journal().has(intent(work))).isTrue();
  }

  @Test
  void anAnalysisThatTheProviderGaveUpIsLookedAtAndNotRepeated() throws Exception {
    Work work = analysis();
    intend(work, upload("x1"));
    tasks.add(tagged("t0", Listed.State.GAVE_UP, work));
    Reconciler.Verdict verdict = decide(work, SOON, OnUnsure.QUARANTINE);
    assertThat(verdict.state()).isEqualTo(new WorkState.Pending(1));
    assertThat(verdict.ref()).isEqualTo("t0");
  }

  @Test
  void anAnalysisThatIsNotListedIsRepeatedUnderItsKey() throws Exception {
    Work work = analysis();
    intend(work, upload("x1"));
    assertThat(decide(work, SOON, OnUnsure.QUARANTINE).state()).isEqualTo(new WorkState.Open(1));
    assertThat(journal().has(intent(work))).isFalse();
  }

  @Test
  void anAnalysisThatNoListReachesAnyMoreIsPaidAgainOnlyWhereThatIsAskedFor() throws Exception {
    Work work = analysis();
    intend(work, upload("x1"));
    Instant late = AT.plus(Duration.ofDays(8));
    assertThat(decide(work, late, OnUnsure.QUARANTINE).held()).isEqualTo(Reconciler.Held.FOR_GOOD);
    assertThat(journal().has(intent(work))).isTrue();
    assertThat(decide(work, late, OnUnsure.PAY).state()).isEqualTo(new WorkState.Open(2));
  }

  private Reconciler.Verdict decide(Work work, Instant now, OnUnsure onUnsure) throws Exception {
    return resolve(work, now, onUnsure).get(0);
  }

  private List<Reconciler.Verdict> resolve(Work work, Instant now, OnUnsure onUnsure)
      throws Exception {
    return reconciler(now, onUnsure)
        .resolve(List.of(new Book.Doubt(work, 1, 0)), List.of(), List.of(), from -> Set.of());
  }

  private Reconciler reconciler(Instant now, OnUnsure onUnsure) {
    return new Reconciler(
        journal(), provider(), Clock.fixed(now, ZoneOffset.UTC), onUnsure, Duration.ofSeconds(60));
  }

  private void intend(Work work, SentSource sent) {
    Fact.Header header =
        new Fact.Header(
            work.operation(), "emulator", work.model(), work.contentId(), "run", "task", AT, 0);
    new FactWriter(
            journal(),
            Clock.fixed(AT, ZoneOffset.UTC),
            intent(work),
            header,
            Fact.Answer.atMost(10.0 / 60, 0),
            fact -> {})
        .intend(sent);
  }

  private static FactName intent(Work work) {
    return new FactName(new WorkKey(work.workKey()), 1, FactKind.INTENT);
  }

  private static SentSource link(String url) {
    return SentSource.of(new MediaSource.Url(url));
  }

  private static SentSource upload(String id) {
    return SentSource.of(new MediaSource.Asset(new ProviderRef(id)));
  }

  private static Work analysis() {
    return Works.analyze(
        "emulator",
        "f1:a",
        "file:/a.mp4",
        new AnalyzeRequest("pegasus1.5", "what?", List.of("a", "b"), 0.2, 512, Optional.empty()),
        1);
  }

  private static Listed tagged(String id, Listed.State state, Work work) {
    return new Listed(
        new ProviderRef(id), AT, state, Works.tag(work.workKey(), 1), Listed.Shown.NOTHING);
  }

  private static Work part(String content, String uri) {
    return embed(content, uri, Optional.of(new Span(0, 10)));
  }

  private static Work embed(String content, String uri) {
    return embed(content, uri, Optional.empty());
  }

  private static Work embed(String content, String uri, Optional<Span> span) {
    return Works.embed(
        "emulator",
        "f1:" + WorkKey.sha256(content),
        uri,
        new EmbedRequest("marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), span),
        10.0 / 60);
  }

  private static Listed task(String id, String url, double seconds) {
    return new Listed(
        new ProviderRef(id),
        AT,
        Listed.State.READY,
        "",
        new Listed.Shown("marengo3.0", url, OptionalDouble.of(seconds), OptionalDouble.empty()));
  }

  private Journal journal() {
    return new StoreJournal(new LinkStore(dir));
  }

  /** Answers lists, and nothing else. */
  private VideoProvider provider() {
    return fake(VideoProvider.class);
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "namespace" -> "emulator";
                  case "embedder" -> fake(VideoEmbedder.class);
                  case "analyst" -> fake(VideoAnalyst.class);
                  case "createdSince" -> List.copyOf(tasks);
                  default -> throw new UnsupportedOperationException(method.getName());
                }));
  }
}
