package dev.sluice.tables;

import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Nullable columns that a stored table lacks because it was written before they existed. Readers
 * see them as null; they are added to the table before it is next written.
 */
final class AddedColumns {
  private AddedColumns() {}

  /** The rows with every nullable column of the table. */
  static Dataset<Row> filled(Dataset<Row> rows, Table<?> table) {
    Dataset<Row> out = rows;
    for (StructField field : missing(rows.schema(), table)) {
      out = out.withColumn(field.name(), lit(null).cast(field.dataType()));
    }
    return out;
  }

  /** What follows {@code ALTER TABLE name} to add what a stored schema lacks; empty for nothing. */
  static String clause(StructType stored, Table<?> table) {
    List<StructField> missing = missing(stored, table);
    return missing.isEmpty()
        ? ""
        : missing.stream()
            .map(AddedColumns::definition)
            .collect(Collectors.joining(", ", "ADD COLUMNS (", ")"));
  }

  private static String definition(StructField field) {
    String comment = field.getComment().isDefined() ? field.getComment().get() : "";
    return "%s %s COMMENT '%s'"
        .formatted(field.name(), field.dataType().sql(), comment.replace("'", "\\'"));
  }

  private static List<StructField> missing(StructType stored, Table<?> table) {
    List<String> names = List.of(stored.fieldNames());
    List<StructField> missing = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      if (field.nullable() && !names.contains(field.name())) {
        missing.add(field);
      }
    }
    return missing;
  }
}
