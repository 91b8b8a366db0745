package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Supplier;

/** An emulator with made-up answers, and a client of it. */
final class Emulated implements AutoCloseable {
  static final Path CLIP = Path.of("jobs/demo/clips/coin_00.mp4");

  final EmulatorServer server;
  final VideoProvider provider;

  Emulated() {
    this(EmulatorConf.defaults());
  }

  Emulated(EmulatorConf conf) {
    server = EmulatorServer.start(conf.withMadeUpAnswers());
    provider =
        TwelveLabs.connect(
            new ProviderConf("emulator", server.baseUrl(), "env:KEY", Duration.ofSeconds(20)),
            new TwelveLabs.Surroundings(
                variable -> "tlk_any", pause -> {}, new Random(1), Ticker.system()));
  }

  /** Uploads a clip and gives what becomes its asset. */
  ProviderRef uploaded(String name) throws IOException {
    CallOutcome sent =
        provider.assets().upload(name, Files.size(CLIP), () -> Files.newInputStream(CLIP));
    return accepted(sent);
  }

  /** Uploads a clip and waits until it can be used. */
  ProviderRef asset(String name) throws IOException, InterruptedException {
    ProviderRef asset = uploaded(name);
    return done(() -> provider.assets().look(asset)).ref();
  }

  static ProviderRef accepted(CallOutcome outcome) {
    assertThat(outcome).isInstanceOf(Pending.class);
    return ((Pending) outcome).ref();
  }

  static Done done(Supplier<CallOutcome> look) throws InterruptedException {
    return (Done) ended(look);
  }

  /** What comes after {@link Pending}. */
  static CallOutcome ended(Supplier<CallOutcome> look) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      CallOutcome outcome = look.get();
      if (!(outcome instanceof Pending)) {
        return outcome;
      }
      Sleeper.real().sleep(Duration.ofMillis(50));
    }
    throw new AssertionError("not done after half a minute");
  }

  @Override
  public void close() {
    provider.close();
    server.close();
  }
}
