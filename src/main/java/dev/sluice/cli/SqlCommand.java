package dev.sluice.cli;

import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Reads the tables in SQL and prints a table. Writes nothing.")
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  @Mixin private WarehouseOption warehouse;

  @Parameters(index = "0", paramLabel = "QUERY", description = "One query over table names.")
  private String query;

  @Option(
      names = "--rows",
      defaultValue = "100",
      description = "Print at most this many rows. Default ${DEFAULT-VALUE}.")
  private int rows;

  @Override
  public Integer call() throws IOException {
    String text = query.strip().replaceAll(";\\s*$", "");
    ReadingSql.demand(text);
    PrintWriter out = command.commandLine().getOut();
    try (Session session = Sessions.open("sluice sql")) {
      SparkSession spark = session.spark();
      Warehouse tables = warehouse.open(spark, null);
      tables.registerViews();
      Dataset<Row> result;
      try {
        result = spark.sql(text);
      } catch (Exception e) {
        if (e instanceof AnalysisException) {
          throw new IllegalArgumentException(ReadingSql.complaint(e), e);
        }
        throw e;
      }
      out.print(TextTable.of(result, rows));
      out.flush();
      return 0;
    }
  }
}
