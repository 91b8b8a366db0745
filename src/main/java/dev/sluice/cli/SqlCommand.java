package dev.sluice.cli;

import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
  private static final Set<String> READING =
      Set.of("select", "with", "show", "describe", "desc", "explain", "values");

  private static final Pattern QUOTED =
      Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`");
  private static final Pattern WRITES_AFTER_WITH =
      Pattern.compile(
          "\\b(insert\\s+(into|overwrite)|merge\\s+into|delete\\s+from|update\\s+\\w+\\s+set)\\b",
          Pattern.CASE_INSENSITIVE);

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
    refuseWriting(text);
    PrintWriter out = command.commandLine().getOut();
    try (Session session = Sessions.open("sluice sql")) {
      SparkSession spark = session.spark();
      Warehouse tables = warehouse.open(spark, null);
      tables.registerViews();
      Dataset<Row> result;
      try {
        result = spark.sql(text);
      } catch (Exception e) {
        if (e instanceof org.apache.spark.sql.AnalysisException) {
          throw new IllegalArgumentException(
              String.valueOf(e.getMessage()).lines().findFirst().orElse("not a query"), e);
        }
        throw e;
      }
      out.print(TextTable.of(result, rows));
      out.flush();
      return 0;
    }
  }

  // Spark runs a command while it parses it, so it has to be known before.
  private static void refuseWriting(String text) {
    String verb = text.split("\\W", 2)[0].toLowerCase(Locale.ROOT);
    if (!READING.contains(verb)) {
      throw new IllegalArgumentException(
          "sql only reads: start with SELECT, WITH, SHOW, DESCRIBE or EXPLAIN, not "
              + verb.toUpperCase(Locale.ROOT));
    }
    if (WRITES_AFTER_WITH.matcher(QUOTED.matcher(text).replaceAll("''")).find()) {
      throw new IllegalArgumentException("sql only reads: this query writes");
    }
  }
}
