package dev.sluice.cli;

import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows the last runs, what was spent, what is quarantined.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private WarehouseOption warehouse;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = command.commandLine().getOut();
    try (Session session = Sessions.open("sluice status")) {
      SparkSession spark = session.spark();
      Warehouse tables = warehouse.open(spark, null);
      tables.registerViews();
      section(
          out,
          spark,
          "Last runs",
          "SELECT run_id, job, started_at, exit_code, steps, creates, spent, currency, message"
              + " FROM runs ORDER BY started_at DESC LIMIT 5");
      section(out, spark, "Videos", "SELECT status, count(*) AS videos FROM videos GROUP BY 1");
      section(out, spark, "Spent", "SELECT * FROM spend_by_day ORDER BY day DESC, operation");
      section(
          out,
          spark,
          "Quarantine",
          "SELECT step, reason, count(*) AS things, min(key) AS example FROM quarantine"
              + " GROUP BY 1, 2 ORDER BY 1, 2");
      section(out, spark, "Dataset", "SELECT * FROM label_mix ORDER BY items DESC");
      out.flush();
      return 0;
    }
  }

  private static void section(PrintWriter out, SparkSession spark, String title, String sql) {
    out.println(title);
    out.print(TextTable.of(spark.sql(sql), 50));
    out.println();
  }
}
