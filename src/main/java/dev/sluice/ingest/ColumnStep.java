package dev.sluice.ingest;

import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** Columns of a user's table as ingest needs them. */
final class ColumnStep {
  /** Where Spark puts a line that it cannot divide into columns. */
  static final String CORRUPT = "_corrupt_record";

  /** Column of everything that has no column of its own. */
  static final String ATTRIBUTES = "attributes";

  private static final List<String> FIELDS = List.of(ManifestRow.TABLE.schema().fieldNames());

  private ColumnStep() {}

  /** What a column of {@link ManifestRow#MADE_HERE} is called beside the user's own columns. */
  static String made(String name) {
    return "__" + name;
  }

  /** Whether a column is the user's own and goes into the attributes. */
  static boolean isUnknown(StructField field) {
    String name = lower(field);
    boolean wanted = FIELDS.contains(name) && !ManifestRow.MADE_HERE.contains(name);
    boolean made = ManifestRow.MADE_HERE.stream().map(ColumnStep::made).anyMatch(name::equals);
    return !wanted && !made && !name.equals(CORRUPT);
  }

  /** All columns of the user's own, and the map of such where there is one, as one map. */
  static Column attributes(Dataset<Row> rows) {
    List<String> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    String given = null;
    for (StructField field : rows.schema().fields()) {
      if (isUnknown(field)) {
        String name = "'" + field.name().replace("\\", "\\\\").replace("'", "\\'") + "'";
        names.add(name);
        parts.add(name + ", " + textSql(field));
      } else if (field.name().equals(ATTRIBUTES)) {
        given =
            field.dataType() instanceof MapType
                ? "CAST(" + ATTRIBUTES + " AS map<string,string>)"
                : "from_json(" + textSql(field) + ", 'map<string,string>')";
      }
    }
    String all = "CAST(map(" + String.join(", ", parts) + ") AS map<string,string>)";
    if (given != null) {
      String without =
          names.isEmpty()
              ? ""
              : " AND NOT array_contains(array(" + String.join(", ", names) + "), k)";
      String kept =
          "map_filter(coalesce(%s, CAST(map() AS map<string,string>)), (k, v) -> true%s)"
              .formatted(given, without);
      all = "map_concat(" + all + ", " + kept + ")";
    }
    return expr("map_filter(" + all + ", (k, v) -> v IS NOT NULL)");
  }

  static boolean isText(StructField field) {
    return field.dataType() instanceof StringType;
  }

  static Column text(StructField field) {
    return expr(textSql(field));
  }

  /** A column as text: blank is null, nested values are JSON. */
  static String textSql(StructField field) {
    DataType type = field.dataType();
    boolean nested = type.typeName().matches("(struct|array|map).*");
    String text =
        nested ? "to_json(" + quoted(field) + ")" : "CAST(" + quoted(field) + " AS STRING)";
    return "nullif(trim(" + text + "), '')";
  }

  static String expected(StructField wanted) {
    return switch (wanted.dataType().typeName()) {
      case "timestamp" -> "which is no time";
      case "double" -> "which is no number";
      default -> "which is no whole number";
    };
  }

  static String quoted(StructField field) {
    return "`" + field.name().replace("`", "``") + "`";
  }

  static String lower(StructField field) {
    // Spreadsheets put a byte order mark before the first header.
    return field.name().replace("\uFEFF", "").strip().toLowerCase(Locale.ROOT);
  }
}
