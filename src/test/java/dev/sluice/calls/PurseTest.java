package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.provider.ProviderConf;
import dev.sluice.spend.Budget;
import dev.sluice.spend.WorkState;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class PurseTest {
  private static final Instant NOW = Instant.parse("2026-06-15T12:00:00Z");
  private static final double EACH = SpendRig.PRICES.price(Works.EMBED, 10, 0);
  private static final Offset<Double> CENT = within(0.001);

  @TempDir private Path dir;

  @Test
  void whatWasCreatedInAnEarlierPeriodLeavesTheBudgetOfThisOneAlone(SparkSession spark) {
    UnderWay underWay = new UnderWay();
    assertThat(left(spark, underWay, "day")).isCloseTo(1, CENT);
    put(underWay, Duration.ofHours(1));
    put(underWay, Duration.ofDays(3));
    put(underWay, Duration.ofDays(40));
    assertThat(left(spark, underWay, "day")).isCloseTo(1 - EACH, CENT);
    assertThat(left(spark, underWay, "month")).isCloseTo(1 - 2 * EACH, CENT);
    assertThat(left(spark, underWay, "run"))
        .as("others are billed to the runs that asked")
        .isCloseTo(1, CENT);
    assertThat(left(spark, underWay, "total"))
        .as("it may have been billed, and a total forgets nothing")
        .isCloseTo(1 - 3 * EACH, CENT);
    put(underWay, Duration.between(Instant.now(), NOW), "another");
    assertThat(left(spark, underWay, "run")).as("whatever its time").isCloseTo(1, CENT);
    put(underWay, Duration.ofHours(2), "run-1");
    assertThat(left(spark, underWay, "run"))
        .as("its own, also where the provider's clock is behind")
        .isCloseTo(1 - EACH, CENT);
  }

  private double left(SparkSession spark, UnderWay underWay, String per) {
    SpendSettings settings =
        SpendRig.settings(
            new ProviderConf("emulator", "http://localhost", "none", Duration.ofSeconds(1)),
            dir,
            Optional.of(new Budget(1, "USD", per)),
            RunOn.DRIVER,
            1,
            Duration.ofSeconds(1));
    Warehouse warehouse = Warehouse.at(spark, dir.resolve("w").toString());
    return new Purse(warehouse, settings).left(underWay, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static void put(UnderWay underWay, Duration ago) {
    put(underWay, ago, "another");
  }

  private static void put(UnderWay underWay, Duration ago, String runId) {
    underWay.put(
        ago.toString(),
        new UnderWay.Started(
            new WorkState.Pending(1), "t-" + ago, NOW.minus(ago), runId, Works.EMBED, 10, 0));
  }
}
