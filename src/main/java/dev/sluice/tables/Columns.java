package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.sort_array;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;

/** Columns of tables, as queries need them. */
final class Columns {
  private Columns() {}

  /** All columns of a table, in its order. */
  static Column[] of(Table<?> table) {
    String[] names = table.schema().fieldNames();
    Column[] columns = new Column[names.length];
    for (int i = 0; i < names.length; i++) {
      columns[i] = col(names[i]);
    }
    return columns;
  }

  /** The columns that identify a row, of these rows. */
  static Column[] key(Table<?> table, Dataset<Row> rows) {
    String[] key = table.info().key();
    Column[] columns = new Column[key.length];
    for (int i = 0; i < key.length; i++) {
      columns[i] = rows.col(key[i]);
    }
    return columns;
  }

  /** The rows for set operations, which compare no maps: their sorted entries instead. */
  static Dataset<Row> comparable(Dataset<Row> rows) {
    Dataset<Row> out = rows;
    for (StructField field : rows.schema().fields()) {
      if (field.dataType() instanceof MapType) {
        out = out.withColumn(field.name(), sort_array(map_entries(col(field.name()))));
      }
    }
    return out;
  }
}
