package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingSqlTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "WITH x AS (SELECT 1) UPDATE delta.`/w/videos` SET status = 'x'",
        "WITH x AS (SELECT 1) UPDATE videos v SET status = 'x'",
        "WITH x AS (SELECT 1) DELETE FROM videos",
        "WITH x AS (SELECT 1) /* so */ DELETE /**/ FROM videos -- all",
        "WITH x AS (SELECT 1 a) MERGE INTO videos USING x ON a = 1 WHEN MATCHED THEN DELETE",
        "WITH x AS (SELECT 1 a) MERGE WITH SCHEMA EVOLUTION INTO videos USING x ON a = 1"
            + " WHEN MATCHED THEN DELETE",
        "WITH x AS (SELECT 1) INSERT/**/INTO curated SELECT * FROM x",
        "WITH x AS (SELECT 1) INSERT OVERWRITE TABLE curated SELECT * FROM x",
        "WITH x AS (SELECT 1) INSERT OVERWRITE DIRECTORY '/w' USING parquet SELECT * FROM x",
        "WITH x AS (SELECT 1) FROM x INSERT INTO a SELECT * INSERT INTO b SELECT *",
        "with x as (select '--' a, \"/*\" b) insert into curated select * from x",
        "WITH x AS (SELECT r'\\' a) INSERT INTO curated SELECT 'y'",
        "DROP TABLE curated",
        "VACUUM videos RETAIN 0 HOURS",
        "CREATE TABLE y AS SELECT 1",
        ""
      })
  void whatWritesIsRefused(String query) {
    assertThatThrownBy(() -> ReadingSql.demand(query))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sql only reads");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT update FROM videos",
        "SELECT 1 AS `insert into`, 'delete from x', \"merge into\" -- update t set",
        "WITH update AS (SELECT 1 AS delete) SELECT delete FROM update",
        "WITH x AS (SELECT 'insert into y') SELECT * FROM x WHERE 1 = 1 /* delete from x */",
        "with recent as (select 1 a), more as (select a from recent)\n"
            + "select count(*) from more group by a having a > 0 order by 1 limit 3",
        "WITH x AS (SELECT 1 a) FROM x SELECT a",
        "WITH x AS (SELECT 1 a) VALUES (1), (2)",
        "WITH x AS (SELECT 1 a) SELECT a FROM x UNION ALL SELECT 2",
        "VALUES (1)",
        "SHOW TABLES",
        "DESCRIBE videos",
        "desc history videos",
        "EXPLAIN SELECT 1"
      })
  void whatOnlyReadsIsAccepted(String query) {
    assertThatCode(() -> ReadingSql.demand(query)).doesNotThrowAnyException();
  }
}
