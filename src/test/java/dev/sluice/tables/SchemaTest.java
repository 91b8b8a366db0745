package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void schemasChangeOnlyOnPurpose() throws IOException {
    StringBuilder now = new StringBuilder();
    for (Table<?> table : Tables.ALL) {
      now.append(table.name()).append('\n');
      for (StructField field : table.schema().fields()) {
        now.append("  ")
            .append(field.name())
            .append(' ')
            .append(field.dataType().simpleString())
            .append(field.nullable() ? "" : " not null")
            .append('\n');
      }
    }
    try (InputStream in = getClass().getResourceAsStream("schemas.golden")) {
      assertThat(now.toString())
          .as("a changed table needs a migration and a line in the changelog")
          .isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void everyTableAndColumnSaysWhatItMeans() {
    for (Table<?> table : Tables.ALL) {
      assertThat(table.info().comment()).as(table.name()).isNotBlank();
      for (StructField field : table.schema().fields()) {
        assertThat(field.getComment().isDefined()).as(table.name() + "." + field.name()).isTrue();
      }
    }
  }

  @Test
  void keysAreColumns() {
    for (Table<?> table : Tables.ALL) {
      assertThat(table.schema().fieldNames()).as(table.name()).contains(table.info().key());
    }
  }
}
