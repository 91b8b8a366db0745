package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.VideoEmbedder;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Ticker;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerTest {
  @TempDir private Path dir;
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void anAnswerThatDoesNotFitIntoMemoryEndsNoRoundLate() {
    Work work = SpendRig.works("file:/a.mp4").get(0);
    List<CallResult> results =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                caller()
                    .run(
                        List.of(new CallRequest(work, 1, "t1")).iterator(), Caller.TriedBefore.NO));
    assertThat(results)
        .singleElement()
        .satisfies(result -> assertThat(result.end()).isEqualTo(CallResult.PENDING))
        .satisfies(result -> assertThat(result.ref()).isEqualTo("t1"))
        .satisfies(result -> assertThat(result.note()).contains("OutOfMemoryError"));
    assertThat(looks).hasValue(1);
  }

  private Caller caller() {
    ProviderConf conf =
        new ProviderConf("emulator", "http://localhost", "none", Duration.ofSeconds(1));
    return new Caller(
        new CallSettings(
            conf, null, "run-1", "r1", Duration.ofMillis(300), 2, Duration.ofMillis(20)),
        new CallTools(
            fake(VideoProvider.class),
            new StoreJournal(new LinkStore(dir)),
            message -> new PermitMessage.Heard(),
            Clock.systemUTC(),
            Ticker.system(),
            null),
        new PermitMessage.Caller("r1", 1, 1),
        "test");
  }

  private <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, args) -> {
              if (method.getName().equals("embedder")) {
                return fake(VideoEmbedder.class);
              }
              looks.incrementAndGet();
              throw new OutOfMemoryError("Java heap space");
            }));
  }
}
