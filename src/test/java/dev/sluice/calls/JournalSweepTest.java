package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({SparkExtension.class, S3Extension.class})
class JournalSweepTest {
  private static final PriceList PRICES = new PriceList("p", LocalDate.EPOCH, "USD", 1, 1, 1, 1);
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant OLD = NOW.minus(Duration.ofDays(9));
  @TempDir private Path dir;

  @Test
  void settledFactsGoAndTheOthersStay(SparkSession spark) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    String place = dir.resolve("journal").toString();
    Journal journal = journal(place, new Configuration());
    List<Fact> old = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      old.addAll(finished(journal, "old " + i, OLD));
    }
    List<Fact> young = finished(journal, "young", NOW.minus(Duration.ofDays(7)));
    List<Fact> unfolded = finished(journal, "not in the ledger", OLD);
    put(journal, "under way", FactKind.INTENT, OLD);
    put(journal, "under way", FactKind.CREATED, OLD);
    fold(warehouse, old);
    fold(warehouse, young);

    long written = warehouse.version(CallRow.TABLE).orElseThrow();
    assertThat(sweep(warehouse, place)).isEqualTo(new JournalSweep.Swept(120, 8));
    assertThat(warehouse.version(CallRow.TABLE))
        .as("rows are read back from a later version than the one that wrote them")
        .hasValue(written + 1);
    assertThat(states(journal, old)).containsOnly(new WorkState.Open(1));
    assertThat(states(journal, unfolded)).containsOnly(new WorkState.Finished(1, FactKind.DONE));
    assertThat(warehouse.read(CallRow.TABLE).count()).isEqualTo(41);

    assertThat(sweep(warehouse, place)).isEqualTo(new JournalSweep.Swept(0, 8));
    assertThat(warehouse.version(CallRow.TABLE)).as("writes nothing").hasValue(written + 1);
  }

  @Test
  void nothingGoesWithoutTheLease(SparkSession spark) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    String place = dir.resolve("journal").toString();
    Journal journal = journal(place, new Configuration());
    List<Fact> facts = finished(journal, "a", OLD);
    fold(warehouse, facts);
    RunLease lease = RunLease.take(place, "run", Duration.ZERO, new Configuration());
    lease.close();
    assertThatThrownBy(() -> JournalSweep.sweep(warehouse, place, lease, clock()))
        .isInstanceOf(SpendingStopped.class)
        .hasMessageContaining("took over");
    assertThat(journal.list(facts.get(0).name().workKey())).hasSize(3);
  }

  @Test
  void aJournalWithoutALedgerIsLeftAlone(SparkSession spark) throws Exception {
    String place = dir.resolve("journal").toString();
    finished(journal(place, new Configuration()), "a", OLD);
    assertThat(sweep(Warehouse.at(spark, dir.resolve("w").toString()), place))
        .isEqualTo(new JournalSweep.Swept(0, 3));
  }

  @Test
  void aJournalOnS3IsSwept(SparkSession spark, S3Server s3) throws Exception {
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    String place = s3.bucket() + "/journal";
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    s3.settings().forEach(hadoop::set);
    List<Fact> facts = finished(journal(place, hadoop), "a", OLD);
    fold(warehouse, facts);
    try (RunLease lease = RunLease.take(place, "run", Duration.ZERO, hadoop)) {
      assertThat(JournalSweep.sweep(warehouse, place, lease, clock()))
          .isEqualTo(new JournalSweep.Swept(3, 0));
    }
    assertThat(journal(place, hadoop).list(facts.get(0).name().workKey())).isEmpty();
  }

  private static JournalSweep.Swept sweep(Warehouse warehouse, String place) {
    try (RunLease lease = RunLease.take(place, "run", Duration.ZERO, new Configuration())) {
      return JournalSweep.sweep(warehouse, place, lease, clock());
    }
  }

  private static Clock clock() {
    return Clock.fixed(NOW, ZoneOffset.UTC);
  }

  private static Journal journal(String place, Configuration hadoop) {
    return JournalPlace.of(place, hadoop).open();
  }

  private static List<Fact> finished(Journal journal, String work, Instant at) throws IOException {
    return List.of(
        put(journal, work, FactKind.INTENT, at),
        put(journal, work, FactKind.CREATED, at),
        put(journal, work, FactKind.DONE, at));
  }

  private static Fact put(Journal journal, String work, FactKind kind, Instant at)
      throws IOException {
    Fact fact =
        new Fact(
            new FactName(new WorkKey(WorkKey.sha256(work)), 1, kind),
            new Fact.Header("embed", "emulator", "m", "f1:x", "run", "task", at, 1),
            at,
            "ref",
            Fact.Answer.atMost(0, 0));
    assertThat(journal.putIfAbsent(fact.name(), FactJson.write(fact))).isTrue();
    return fact;
  }

  private static void fold(Warehouse warehouse, List<Fact> facts) {
    warehouse.append(
        CallRow.TABLE,
        facts.stream()
            .filter(fact -> fact.name().kind().terminal())
            .map(fact -> Ledger.row(fact, PRICES))
            .toList());
  }

  private static List<WorkState> states(Journal journal, List<Fact> facts) throws IOException {
    List<WorkState> states = new ArrayList<>();
    for (Fact fact : facts) {
      states.add(WorkState.of(journal.list(fact.name().workKey())));
    }
    return states;
  }
}
