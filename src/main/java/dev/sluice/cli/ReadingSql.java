package dev.sluice.cli;

import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoDir;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.execution.SparkSqlParser;

/** Tells SQL that reads from SQL that may write. Pure. */
final class ReadingSql {
  private static final Set<String> READING =
      Set.of("select", "with", "show", "describe", "desc", "explain", "values");

  private ReadingSql() {}

  /**
   * Refuses all but queries. Spark runs a command while it plans it, so this has to be known
   * before.
   *
   * @throws IllegalArgumentException when the text may write
   */
  static void demand(String text) {
    String verb = text.split("\\W", 2)[0].toLowerCase(Locale.ROOT);
    if (!READING.contains(verb)) {
      throw new IllegalArgumentException(
          "sql only reads: start with SELECT, WITH, SHOW, DESCRIBE or EXPLAIN, not "
              + verb.toUpperCase(Locale.ROOT));
    }
    // Of these verbs WITH alone may begin a statement that writes.
    if (verb.equals("with") && writes(parsed(text))) {
      throw new IllegalArgumentException("sql only reads: this query writes");
    }
  }

  private static LogicalPlan parsed(String text) {
    try {
      return new SparkSqlParser().parsePlan(text);
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "sql only reads, and cannot read this: " + complaint(e), e);
    }
  }

  private static boolean writes(LogicalPlan plan) {
    if (plan instanceof Command
        || plan instanceof ParsedStatement
        || plan instanceof InsertIntoDir) {
      return true;
    }
    for (int i = 0; i < plan.children().size(); i++) {
      if (writes(plan.children().apply(i))) {
        return true;
      }
    }
    return false;
  }

  /** What Spark says is wrong with a text, in one line. */
  static String complaint(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("not a query");
  }
}
