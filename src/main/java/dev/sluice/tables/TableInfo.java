package dev.sluice.tables;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a record as one row of a Delta table. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface TableInfo {
  /** The table's name inside the warehouse. */
  String name();

  /** What one row is. */
  String comment();

  /** Columns that identify a row. */
  String[] key();

  /** How long old versions stay readable, days: 365 for tables that releases cite. */
  int retentionDays() default 30;

  /** How many leading columns Delta keeps statistics of; the rest are vectors and long text. */
  int statsColumns() default 32;

  /** A CHECK constraint in SQL, or empty. */
  String check() default "";
}
