package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import dev.sluice.provider.VideoEmbedder;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerTest {
  private static final Work WORK = SpendRig.works("file:/a.mp4").get(0);

  @TempDir private Path dir;
  private final AtomicInteger looks = new AtomicInteger();
  private Supplier<CallOutcome> answer;
  private Function<ByteSource, CallOutcome> sending;
  private Permits desk = CallerTest::heard;

  @Test
  void anAnswerThatDoesNotFitIntoMemoryEndsNoRoundLate() {
    answer =
        () -> {
          throw new OutOfMemoryError("Java heap space");
        };
    assertThat(run())
        .singleElement()
        .satisfies(result -> assertThat(result.end()).isEqualTo(CallResult.HELD))
        .satisfies(result -> assertThat(result.ref()).isEqualTo("t1"))
        .satisfies(result -> assertThat(result.note()).startsWith("answer_too_large_for_memory"));
    assertThat(looks).hasValue(1);
  }

  @Test
  void anAnswerIsBilledToTheRunThatAskedForItAndToItsTime() throws Exception {
    FactWriter earlier =
        new FactWriter(
            journal(),
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
            new FactName(new WorkKey(WORK.workKey()), 1, FactKind.INTENT),
            new Fact.Header(Works.EMBED, "emulator", "m", "c", "run-0", "task", Instant.EPOCH, 2),
            Fact.Answer.atMost(1, 0),
            fact -> {});
    earlier.intend(SentSource.NONE);
    earlier.created("t1");
    answer = () -> new CallOutcome.Done(new byte[0], Usage.NONE, new ProviderRef("t1"), "");
    run();
    FactName done = new FactName(new WorkKey(WORK.workKey()), 1, FactKind.DONE);
    Fact.Header header = FactJson.read(journal().get(done).orElseThrow()).orElseThrow().header();
    assertThat(header.runId()).isEqualTo("run-0");
    assertThat(header.requestedAt()).isEqualTo(Instant.EPOCH);
    assertThat(header.attempts()).isEqualTo(3);
  }

  @Test
  void whenTheRunIsToEndNoFileIsReadOn() {
    CountDownLatch reading = new CountDownLatch(1);
    AtomicBoolean stopped = new AtomicBoolean();
    desk =
        message -> {
          if (message instanceof PermitMessage.Ask) {
            return new PermitMessage.Granted(Duration.ofSeconds(10));
          }
          if (message instanceof PermitMessage.Which && reading.getCount() == 0) {
            stopped.set(true);
            return new PermitMessage.Closed("asked to stop");
          }
          return heard(message);
        };
    answer = () -> new CallOutcome.Pending(new ProviderRef("multipart?upload_id=u"));
    sending =
        bytes -> {
          reading.countDown();
          try (InputStream in = bytes.open()) {
            while (in.read() >= 0) {
              Thread.onSpinWait();
            }
            return new CallOutcome.Refused("endless", "it has no end");
          } catch (IOException e) {
            return new CallOutcome.Unread("source_unreadable", false, e.getMessage());
          }
        };
    List<CallResult> results = run(new CallRequest(WORK, 1, ""), Duration.ofMinutes(5));
    assertThat(stopped).isTrue();
    assertThat(results)
        .singleElement()
        .satisfies(result -> assertThat(result.end()).isEqualTo(CallResult.SENDING))
        .satisfies(result -> assertThat(result.note()).as("its file has no fault").isEmpty());
  }

  private List<CallResult> run() {
    return run(new CallRequest(WORK, 1, "t1"), Duration.ofMillis(300));
  }

  private List<CallResult> run(CallRequest request, Duration round) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> caller(round).run(List.of(request).iterator(), Caller.TriedBefore.NO));
  }

  private static InputStream endless() {
    return new InputStream() {
      @Override
      public int read() {
        return 0;
      }
    };
  }

  private static PermitMessage heard(PermitMessage message) {
    return message instanceof PermitMessage.Which
        ? new PermitMessage.Ended(List.of())
        : new PermitMessage.Heard();
  }

  private Journal journal() {
    return new StoreJournal(new LinkStore(dir));
  }

  private Caller caller(Duration round) {
    ProviderConf conf =
        new ProviderConf("emulator", "http://localhost", "none", Duration.ofSeconds(1));
    return new Caller(
        new CallSettings(conf, null, "run-1", "r1", round, 2, Duration.ofMillis(20)),
        new CallTools(
            fake(VideoProvider.class),
            journal(),
            desk,
            Clock.systemUTC(),
            Ticker.system(),
            uri -> new UploadFiles.File(1, CallerTest::endless)),
        new PermitMessage.Caller("r1", 1, 1),
        "test");
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "embedder" -> fake(VideoEmbedder.class);
                  case "assets" -> fake(AssetStore.class);
                  case "advance" -> sending.apply((ByteSource) args[1]);
                  default -> {
                    looks.incrementAndGet();
                    yield answer.get();
                  }
                }));
  }
}
