package dev.sluice.export;

import dev.sluice.tables.FloatVector;
import java.util.Iterator;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Rows of a partition, each with its vector, of which the next can be looked at. */
final class Rows {
  private final Iterator<Tuple2<Row, FloatVector>> rows;
  private Tuple2<Row, FloatVector> next;

  Rows(Iterator<Tuple2<Row, FloatVector>> rows) {
    this.rows = rows;
    advance();
  }

  boolean hasNext() {
    return next != null;
  }

  /** The row that comes next. */
  Row peek() {
    return next._1();
  }

  /** The vector of the row that comes next; empty where it has none. */
  float[] peekVector() {
    return next._2().getVector();
  }

  Row next() {
    Row row = next._1();
    advance();
    return row;
  }

  private void advance() {
    next = rows.hasNext() ? rows.next() : null;
  }
}
