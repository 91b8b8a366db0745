package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads against a provider that answers what a test says. */
class UploadTest {
  private static final Work WORK = SpendRig.works("file:/a.mp4").get(0);
  private static final CallRequest REQUEST = new CallRequest(WORK, 1, "");

  @TempDir private Path dir;
  private final Deque<CallOutcome> answers = new ArrayDeque<>();
  private final List<PermitMessage> told = new ArrayList<>();

  @Test
  void anUploadThatTheProviderPutOffProvesNothing() {
    Sources sources = sources();
    answers.add(new CallOutcome.Throttled(Duration.ofSeconds(1), "slow down"));
    assertThat(sources.of(REQUEST)).isInstanceOf(Sources.State.Wait.class);
    answers.add(new CallOutcome.Unread("unreadable", false, "the store failed"));
    assertThat(sources.of(REQUEST)).isInstanceOf(Sources.State.Fault.class);
    answers.add(new CallOutcome.Fatal(CallOutcome.FatalCause.BAD_KEY, "no such key"));
    assertThat(sources.of(REQUEST)).isInstanceOf(Sources.State.Stopped.class);
    answers.add(new CallOutcome.Pending(new ProviderRef("x")));
    sources.of(REQUEST);
    assertThat(told)
        .filteredOn(PermitMessage.Returned.class::isInstance)
        .extracting(message -> ((PermitMessage.Returned) message).accepted())
        .containsExactly(false, false, false, true);
  }

  @Test
  void aLateWordAboutAnEarlierUploadDoesNotDiscardTheOneAfterIt() {
    Sources sources = sources();
    ready(sources, "x");
    MediaSource sent = sources.media(WORK).orElseThrow();
    sources.lost(WORK, sent, "one work was told that it is gone");
    assertThat(sources.media(WORK)).as("nothing to refer to yet").isEmpty();
    ready(sources, "y");
    sources.lost(WORK, sent, "another was told so, later");
    assertThat(sources.of(REQUEST)).isInstanceOf(Sources.State.Ready.class);
    assertThat(sources.media(WORK)).contains(new MediaSource.Asset(new ProviderRef("y")));
  }

  @Test
  void everyPieceThatArrivesIsProgress() {
    Sources sources = sources();
    ProviderRef session = new ProviderRef("multipart?upload_id=u&asset_id=x&chunk_size=1");
    for (int i = 0; i < 3; i++) {
      answers.add(new CallOutcome.Pending(session));
      assertThat(sources.of(REQUEST)).isInstanceOf(Sources.State.Moved.class);
    }
    answers.add(new CallOutcome.Pending(new ProviderRef("x")));
    assertThat(sources.of(REQUEST))
        .as("all is there, and the provider works on it")
        .isInstanceOf(Sources.State.Wait.class);
  }

  @Test
  void aFileIsLookedUpOnceForAllItsParts() throws IOException {
    List<String> looked = new ArrayList<>();
    ByteSource file =
        UploadFiles.later(
            uri -> {
              looked.add(uri);
              return new UploadFiles.File(1, bytes());
            },
            "file:/a.mp4");
    assertThat(looked).isEmpty();
    for (int part = 0; part < 3; part++) {
      file.open(0).close();
    }
    assertThat(looked).hasSize(1);
  }

  @Test
  void whatConcernsOneFileHoldsBackNobodyElse() {
    Sources sources = sources();
    answers.add(new CallOutcome.Later(Duration.ofSeconds(5), "no connection"));
    assertThat(sources.of(REQUEST)).isEqualTo(new Sources.State.Wait(Duration.ofSeconds(5)));
    answers.add(new CallOutcome.Pending(new ProviderRef("x")));
    sources.of(REQUEST);
    answers.add(new CallOutcome.Later(Duration.ofSeconds(5), "a part did not arrive"));
    assertThat(sources.of(REQUEST)).isEqualTo(new Sources.State.Wait(Duration.ofSeconds(5)));
    assertThat(told)
        .noneMatch(PermitMessage.SlowDown.class::isInstance)
        .noneMatch(PermitMessage.LookLater.class::isInstance);
  }

  @Test
  void everybodyIsToldThatLooksAtUploadsAreTooMany() {
    Sources sources = sources();
    answers.add(new CallOutcome.Pending(new ProviderRef("x")));
    sources.of(REQUEST);
    answers.add(new CallOutcome.Throttled(Duration.ofSeconds(7), "slow down"));
    assertThat(sources.of(REQUEST)).isEqualTo(new Sources.State.Wait(Duration.ofSeconds(7)));
    assertThat(told).contains(new PermitMessage.LookLater(Duration.ofSeconds(7)));
  }

  private void ready(Sources sources, String id) {
    answers.add(new CallOutcome.Pending(new ProviderRef(id)));
    answers.add(new CallOutcome.Done(new byte[0], Usage.NONE, new ProviderRef(id), ""));
    sources.of(REQUEST);
    assertThat(sources.of(REQUEST)).isInstanceOf(Sources.State.Ready.class);
  }

  private Sources sources() {
    Permits desk =
        message -> {
          told.add(message);
          return message instanceof PermitMessage.Ask
              ? new PermitMessage.Granted(Duration.ofSeconds(10))
              : new PermitMessage.Heard();
        };
    UploadFiles files = uri -> new UploadFiles.File(1, bytes());
    Journal journal = new StoreJournal(new LinkStore(dir));
    CallTools tools =
        new CallTools(fake(VideoProvider.class), journal, desk, Clock.systemUTC(), () -> 0, files);
    return new Sources(
        new ProviderConf("emulator", "http://localhost", "none", Duration.ofSeconds(1)),
        new Upload.Context(
            tools,
            new PermitMessage.Caller("r1", 1, 1),
            (intent, work) -> facts(journal, intent, work),
            () -> false));
  }

  private static FactWriter facts(Journal journal, FactName intent, Work work) {
    return new FactWriter(
        journal,
        Clock.systemUTC(),
        intent,
        new Fact.Header(
            Works.ASSET, "emulator", "", work.contentId(), "run-1", "test", Instant.now(), 0),
        Fact.Answer.atMost(0, 0),
        fact -> {});
  }

  private static ByteSource bytes() {
    return () -> new ByteArrayInputStream(new byte[1]);
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "assets" -> fake(AssetStore.class);
                  case "find" -> List.of();
                  default -> answers.remove();
                }));
  }
}
