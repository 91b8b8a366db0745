package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactWriterTest {
  private static final PriceList PRICES =
      new PriceList("test", LocalDate.of(2026, 1, 1), "USD", 0.042, 0.07, 0.03, 1);
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final WorkKey KEY = new WorkKey(WorkKey.sha256("a"));

  @TempDir private Path dir;

  @Test
  void aFailedTaskCountsWhatItMayCostAtMost() throws Exception {
    writer().failed("t1", "task_failed", "no word about money");
    CallRow row = row();
    assertThat(row.billed()).isEqualTo("unknown");
    assertThat(row.units()).isEqualTo(2);
    assertThat(row.price()).isEqualTo(2 * 0.03 + 0.5);
  }

  @Test
  void anAnswerThatDoesNotSayWhatWasUsedCountsWhatItMayCostAtMost() throws Exception {
    writer().done(done(Usage.NONE));
    CallRow row = row(FactKind.DONE);
    assertThat(row.billed()).isEqualTo("yes");
    assertThat(row.units()).isEqualTo(2);
    assertThat(row.price()).isEqualTo(2 * 0.03 + 0.5);
  }

  @Test
  void anAnswerThatSaysWhatWasUsedCountsThat() throws Exception {
    writer().done(done(new Usage(1, 10, 100)));
    CallRow row = row(FactKind.DONE);
    assertThat(row.units()).isEqualTo(1);
    assertThat(row.price()).isEqualTo(0.03 + 0.1);
  }

  @Test
  void whatWasNeverAcceptedCostsNothing() throws Exception {
    writer().failed("", Reconciler.NEVER_ACCEPTED, "no such task");
    CallRow row = row();
    assertThat(row.billed()).isEqualTo("no");
    assertThat(row.units()).isZero();
    assertThat(row.price()).isZero();
  }

  @Test
  void aJournalThatCannotBeReadIsUnreachable() throws Exception {
    writer().failed("", "unsure", "for a shard to be there");
    Path fact = dir.resolve(new FactName(KEY, 1, FactKind.CREATED).path());
    Files.createDirectories(fact);
    assertThatThrownBy(() -> writer().ref(FactKind.CREATED)).isInstanceOf(JournalUnreachable.class);
    ReadFacts read =
        new ReadFacts(JournalPlace.of(dir.toString(), new Configuration(false)), PRICES);
    assertThatThrownBy(() -> read.call(List.of(fact.getFileName().toString()).iterator()).hasNext())
        .isInstanceOf(JournalUnreachable.class);
  }

  @Test
  void anIntentThatCannotBeTakenBackIsUnreachableToo() throws Exception {
    Path intent = dir.resolve(new FactName(KEY, 1, FactKind.INTENT).path());
    Files.createDirectories(intent.resolve("not empty"));
    assertThatThrownBy(() -> writer().withdraw()).isInstanceOf(JournalUnreachable.class);
  }

  private FactWriter writer() {
    Fact.Header header =
        new Fact.Header("analyze", "emulator", "pegasus1.5", "f1:a", "run-1", "driver", AT, 1);
    return new FactWriter(
        journal(),
        Clock.fixed(AT, ZoneOffset.UTC),
        new FactName(KEY, 1, FactKind.INTENT),
        header,
        Fact.Answer.atMost(2, 500),
        fact -> {});
  }

  private static CallOutcome.Done done(Usage usage) {
    return new CallOutcome.Done(new byte[] {1}, usage, new ProviderRef("t1"), "");
  }

  private CallRow row() throws Exception {
    return row(FactKind.FAILED);
  }

  private CallRow row(FactKind kind) throws Exception {
    FactName name = new FactName(KEY, 1, kind);
    return Ledger.row(FactJson.read(journal().get(name).orElseThrow()).orElseThrow(), PRICES);
  }

  private Journal journal() {
    return new StoreJournal(new LinkStore(dir));
  }
}
