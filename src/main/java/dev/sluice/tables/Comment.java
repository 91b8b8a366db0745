package dev.sluice.tables;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a column means, written into the table for whoever reads it in SQL. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Comment {
  /** The sentence. */
  String value();

  /** Whether the column may be null; NOT NULL is written into the table otherwise. */
  boolean nullable() default false;
}
