package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AfterCreateTest {
  private static final Work WORK = SpendRig.works("file:/a.mp4").get(0);
  private static final FactName INTENT =
      new FactName(new WorkKey(WORK.workKey()), 1, FactKind.INTENT);

  @TempDir private Path dir;
  private final List<PermitMessage> told = new ArrayList<>();

  @Test
  void anAssetThatIsNotReadyHoldsBackItsOwnWorkOnly() throws Exception {
    Journal journal = new StoreJournal(new LinkStore(dir));
    FactWriter facts =
        new FactWriter(
            journal,
            Clock.systemUTC(),
            INTENT,
            new Fact.Header(Works.EMBED, "emulator", "m", "c", "r", "t", Instant.EPOCH, 0),
            Fact.Answer.atMost(1, 0),
            fact -> {});
    Flight flight = new Flight(new CallRequest(WORK, 1, ""), facts, Flight.Stage.CREATE, 0);
    facts.intend(SentSource.NONE);
    boolean accepted =
        after(journal, flight).later(new CallOutcome.Later(Duration.ofSeconds(5), "not ready"));
    assertThat(accepted).isFalse();
    assertThat(told).isEmpty();
    assertThat(flight.stage).isEqualTo(Flight.Stage.CREATE);
    assertThat(flight.nextAt).isEqualTo(Duration.ofSeconds(5).toNanos());
    assertThat(journal.has(INTENT)).isFalse();
  }

  private AfterCreate after(Journal journal, Flight flight) {
    Permits desk =
        message -> {
          told.add(message);
          return new PermitMessage.Heard();
        };
    return new AfterCreate(
        new AfterCall.Context(
            new CallTools(null, journal, desk, Clock.systemUTC(), () -> 0, null),
            null,
            Duration.ofSeconds(1),
            () -> {}),
        flight);
  }
}
