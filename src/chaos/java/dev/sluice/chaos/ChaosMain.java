package dev.sluice.chaos;

import dev.sluice.tables.Warehouse;
import dev.sluice.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The long suite, as {@code src/chaos/run} starts it. Pays nobody: it works at the emulator. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Kills everything that can die while a job spends, and counts what was paid.")
public final class ChaosMain implements Callable<Integer> {
  @Option(
      names = "--works",
      defaultValue = "300",
      description = "Videos. Default ${DEFAULT-VALUE}.")
  private int works;

  @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--store",
      split = ",",
      defaultValue = "file",
      description = "Where tables and journal are: file, s3. Default ${DEFAULT-VALUE}.")
  private List<StoreName> stores;

  @Option(names = "--short", description = "As in the build: few works, few kills.")
  private boolean small;

  /** Where tables and journal can be. */
  enum StoreName {
    /** A folder. */
    FILE,
    /** A bucket of an S3 protocol server. */
    S3
  }

  /** For the command line. */
  public ChaosMain() {}

  /** Ends with 0 when nothing was lost and nothing was paid twice, 1 otherwise. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new ChaosMain()).setCaseInsensitiveEnumValuesAllowed(true).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    int failed = 0;
    for (StoreName store : stores) {
      String name = store.name().toLowerCase(Locale.ROOT);
      Path folder = Folders.fresh(name + "-" + seed);
      Size size = small ? Size.small(seed) : Size.large(works, seed);
      failed += run(size, name, folder) ? 0 : 1;
    }
    return failed == 0 ? 0 : 1;
  }

  private static boolean run(Size size, String store, Path folder)
      throws IOException, InterruptedException {
    if (store.equals("file")) {
      return run(size, Store.file(folder), folder);
    }
    try (S3Server server = S3Server.start()) {
      return run(size, Store.s3(server), folder);
    }
  }

  private static boolean run(Size size, Store store, Path folder)
      throws IOException, InterruptedException {
    try (SparkSession spark = Sessions.open(store.settings())) {
      Warehouse warehouse = Warehouse.at(spark, store.warehouse());
      Chaos chaos = new Chaos(size, folder);
      chaos.corpus().store(warehouse);
      Chaos.Seen seen = chaos.run(store);
      Verdict.Result verdict =
          Verdict.of(chaos.corpus(), seen, Kept.read(warehouse, store.journal()));
      List<String> problems = Report.problems(size, seen, verdict);
      System.out.print(Report.table(size, store.name(), seen, verdict));
      problems.forEach(problem -> System.out.println("  PROBLEM " + problem));
      System.out.println(Report.closing(size, store.name(), seen, verdict, problems));
      return problems.isEmpty();
    }
  }
}
