package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** The short version of the suite; the long one is {@code src/chaos/run}. */
class ChaosIT {
  @Test
  void whateverDiesNothingIsLostAndNothingIsPaidTwice() throws IOException, InterruptedException {
    Path folder = Folders.fresh("short");
    Size size = Size.small(1);
    Store store = Store.file(folder);
    SparkSession spark = Sessions.open(store.settings());
    Warehouse warehouse = Warehouse.at(spark, store.warehouse());
    Chaos chaos = new Chaos(size, folder);
    chaos.corpus().store(warehouse);
    Chaos.Seen seen = chaos.run(store);
    Verdict.Result verdict =
        Verdict.of(chaos.corpus(), seen, Kept.read(warehouse, store.journal()));
    System.out.print(Report.table(size, store.name(), seen, verdict));
    assertThat(Report.problems(size, seen, verdict)).isEmpty();
  }
}
