package dev.sluice.export;

import java.util.Iterator;
import org.apache.spark.sql.Row;

/** Rows of a partition of which the next can be looked at. */
final class Rows {
  private final Iterator<Row> rows;
  private Row next;

  Rows(Iterator<Row> rows) {
    this.rows = rows;
    advance();
  }

  boolean hasNext() {
    return next != null;
  }

  Row peek() {
    return next;
  }

  Row next() {
    Row row = next;
    advance();
    return row;
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }
}
