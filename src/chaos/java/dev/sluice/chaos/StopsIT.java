package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Attempts that are stopped, and go on after their work was finished by another. */
class StopsIT {
  private static final Corpus CORPUS = new Corpus(12);
  private static Chaos.Seen seen;
  private static Kept kept;

  @BeforeAll
  static void stopThreeMachines() throws IOException, InterruptedException {
    Path folder = Folders.fresh("stops");
    Store store = Store.file(folder);
    SparkSession spark = Sessions.open(store.settings());
    Warehouse warehouse = Warehouse.at(spark, store.warehouse());
    CORPUS.store(warehouse);
    seen = new Stops(List.of("permit", "intent", "sent"), folder).run(store, CORPUS);
    kept = Kept.read(warehouse, store.journal());
  }

  @Test
  void stoppedBeforeItsIntentItPaysNothingWhenItGoesOn() {
    paidOnce("permit");
  }

  @Test
  void stoppedBetweenIntentAndPostItPaysNothingWhenItGoesOn() {
    paidOnce("intent");
  }

  @Test
  void stoppedBetweenPostAndCreatedItChangesNothingWhenItGoesOn() {
    paidOnce("sent");
  }

  @Test
  void journalTablesAndEmulatorAgreeAfterwards() {
    assertThat(Verdict.of(CORPUS, seen, kept).problems()).isEmpty();
  }

  private static void paidOnce(String point) {
    String work = Stops.workAt(point, seen).orElseThrow();
    Fact done =
        kept.facts().stream()
            .filter(fact -> fact.name().workKey().value().equals(work))
            .filter(fact -> fact.name().kind() == FactKind.DONE)
            .findFirst()
            .orElseThrow();
    String link = CORPUS.linkOf(done.header().contentId());
    assertThat(seen.creates())
        .filteredOn(create -> create.source().equals(link) && create.outcome().equals("accepted"))
        .as("creates of the work that stood still at " + point)
        .singleElement()
        .matches(create -> create.id().equals(done.ref()));
  }
}
