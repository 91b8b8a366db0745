package dev.sluice.curate;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ReviewRow;
import dev.sluice.text.RootCause;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a CSV of people's decisions from any file system that Spark knows. */
final class ReviewFile {
  private static final List<String> COLUMNS =
      List.of("kind", "key", "label", "exclude", "reviewer", "reason", "at");

  private static final Pattern FORMULA = Pattern.compile("^'+[=+\\-@\\t\\r]");

  private ReviewFile() {}

  /**
   * The decisions of a file.
   *
   * @throws StepStopped naming every wrong row at once
   */
  static List<ReviewRow> read(SparkSession spark, String path) {
    Dataset<Row> csv;
    try {
      csv =
          spark
              .read()
              .option("header", "true")
              .option("multiLine", "true")
              .option("escape", "\"")
              .csv(path);
    } catch (Exception e) {
      // Spark's AnalysisException is checked and not declared, so it cannot be named here.
      throw new StepStopped(
          ExitCode.USAGE,
          "curate: reviews file %s cannot be read; check the path (%s)"
              .formatted(path, RootCause.firstLine(e.getMessage(), "")));
    }
    List<String> missing = new ArrayList<>(COLUMNS);
    missing.removeAll(List.of(csv.columns()));
    if (!missing.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "curate: reviews file %s lacks the columns %s; it needs %s"
              .formatted(path, missing, COLUMNS));
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (Row row : csv.collectAsList()) {
      Map<String, String> fields = new HashMap<>();
      for (String column : COLUMNS) {
        String value = row.getAs(column);
        fields.put(column, value == null ? "" : spoken(value.strip()));
      }
      rows.add(fields);
    }
    return parse(rows, path);
  }

  /** What a cell says, without the quote that keeps a spreadsheet from running it. */
  static String spoken(String cell) {
    return FORMULA.matcher(cell).find() ? cell.substring(1) : cell;
  }

  static List<ReviewRow> parse(List<Map<String, String>> rows, String path) {
    List<String> problems = new ArrayList<>();
    Map<List<Object>, ReviewRow> byKey = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        ReviewRow review = review(rows.get(i));
        ReviewRow before =
            byKey.putIfAbsent(List.of(review.kind(), review.key(), review.at()), review);
        if (before != null && !before.equals(review)) {
          throw new IllegalArgumentException(
              "another row decides about %s at the same time".formatted(review.key()));
        }
      } catch (IllegalArgumentException e) {
        problems.add("row " + (i + 1) + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "curate: reviews file %s: %s".formatted(path, String.join("; ", problems)));
    }
    return List.copyOf(byKey.values());
  }

  private static ReviewRow review(Map<String, String> row) {
    String kind = row.get("kind").toLowerCase(Locale.ROOT);
    if (!kind.equals("video") && !kind.equals("cluster_of")) {
      throw new IllegalArgumentException("kind is video or cluster_of, not '" + kind + "'");
    }
    String exclude = row.get("exclude").toLowerCase(Locale.ROOT);
    if (!List.of("", "true", "false").contains(exclude)) {
      throw new IllegalArgumentException("exclude is true or false, not '" + exclude + "'");
    }
    if (row.get("key").isEmpty() || row.get("reviewer").isEmpty()) {
      throw new IllegalArgumentException("key and reviewer are needed");
    }
    if (row.get("label").isEmpty() != exclude.equals("true")) {
      throw new IllegalArgumentException("either a label, or exclude = true");
    }
    return new ReviewRow(
        kind,
        row.get("key"),
        row.get("label").isEmpty() ? null : row.get("label"),
        exclude.equals("true"),
        row.get("reviewer"),
        row.get("reason").isEmpty() ? null : row.get("reason"),
        instant(row.get("at")));
  }

  private static Instant instant(String written) {
    try {
      return written.length() == "2026-11-21".length()
          ? LocalDate.parse(written).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(written);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "at is a date or a time like 2026-11-21T10:00:00Z, not '" + written + "'", e);
    }
  }
}
