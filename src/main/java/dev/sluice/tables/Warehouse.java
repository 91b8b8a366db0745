package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.delta.tables.DeltaColumnBuilder;
import io.delta.tables.DeltaTable;
import io.delta.tables.DeltaTableBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.StructField;

/**
 * All tables of one warehouse: a folder on any file system that Spark knows, or a catalog schema.
 * Tables are created when they are first written. Not thread-safe for writes: one writer holds the
 * run lease.
 */
public final class Warehouse {
  private static final String VERSION_PROPERTY = "sluice.schemaVersion";
  private static final String SCHEMA_VERSION = "1";

  private final SparkSession spark;
  private final String location;

  private Warehouse(SparkSession spark, String location) {
    this.spark = spark;
    this.location = location;
  }

  /**
   * The warehouse at a place.
   *
   * @param location a URI or path ({@code s3a://bucket/dir}, {@code .sluice/warehouse}), or a
   *     catalog schema written {@code catalog:name.schema}
   */
  public static Warehouse at(SparkSession spark, String location) {
    String trimmed = location.replaceAll("/+$", "");
    // Delta takes file:///dir and file:/dir for two places.
    return new Warehouse(spark, trimmed.replaceAll("^file:/+", "file:/"));
  }

  /** The session. */
  public SparkSession spark() {
    return spark;
  }

  /** Where it is, as given. */
  public String location() {
    return location;
  }

  /**
   * Whether the table has been written before.
   *
   * @throws StoreUnreachable when its store does not answer: that is no answer either way
   */
  public boolean exists(Table<?> table) {
    return isCatalog()
        ? spark.catalog().tableExists(identifier(table))
        : CommitFiles.any(path(table), spark.sparkContext().hadoopConfiguration());
  }

  /**
   * The table's rows, or none when it has not been written. Nullable columns that it was written
   * without are null.
   */
  public Dataset<Row> read(Table<?> table) {
    if (!exists(table)) {
      return spark.createDataFrame(List.of(), table.schema().asNullable());
    }
    return AddedColumns.filled(stored(table), table);
  }

  private Dataset<Row> stored(Table<?> table) {
    return isCatalog()
        ? spark.table(identifier(table))
        : spark.read().format("delta").load(path(table));
  }

  /** The rows that meet a condition, as records, on the driver: for small tables. */
  public <R extends Record> List<R> rows(Table<R> table, Column condition) {
    List<R> out = new ArrayList<>();
    for (Row row : read(table).where(condition).collectAsList()) {
      out.add(table.fromRow(row));
    }
    return out;
  }

  /** All rows as records, on the driver: for small tables. */
  public <R extends Record> List<R> rows(Table<R> table) {
    return rows(table, lit(true));
  }

  /** Records as a Dataset with the table's columns. */
  public <R extends Record> Dataset<Row> dataset(Table<R> table, List<R> rows) {
    return spark.createDataFrame(table.toRows(rows), table.schema());
  }

  /** Adds rows in one atomic commit. Not idempotent: anti-join first. */
  public <R extends Record> void append(Table<R> table, List<R> rows) {
    append(table, dataset(table, rows));
  }

  /** Adds rows in one atomic commit. Not idempotent: anti-join first. */
  public void append(Table<?> table, Dataset<Row> rows) {
    write(table, rows, SaveMode.Append);
  }

  /** Replaces all rows in one atomic commit. Idempotent. */
  public void replace(Table<?> table, Dataset<Row> rows) {
    write(table, rows, SaveMode.Overwrite);
  }

  /**
   * Makes the table's rows equal to these, and writes nothing when they are already. Idempotent and
   * atomic.
   *
   * @return whether anything was written
   */
  public boolean replaceIfDifferent(Table<?> table, Dataset<Row> rows) {
    Dataset<Row> wanted = rows.select(Columns.of(table));
    if (exists(table)) {
      Dataset<Row> present = read(table).select(Columns.of(table));
      if (Columns.comparable(present).exceptAll(Columns.comparable(wanted)).isEmpty()
          && Columns.comparable(wanted).exceptAll(Columns.comparable(present)).isEmpty()) {
        return false;
      }
    } else if (wanted.isEmpty()) {
      return false;
    }
    replace(table, wanted);
    return true;
  }

  /**
   * Adds the rows whose key is not there yet, and writes nothing when all are. Idempotent, and safe
   * against a repeat after a crash.
   *
   * @return whether anything was written
   */
  public boolean appendNew(Table<?> table, Dataset<Row> rows) {
    Dataset<Row> added = rows;
    if (exists(table)) {
      Column same = null;
      Dataset<Row> present = read(table);
      Dataset<Row> keys = present.select(Columns.key(table, present)).distinct().alias("present");
      added = rows.alias("new");
      for (String key : table.info().key()) {
        Column equal = col("new." + key).equalTo(col("present." + key));
        same = same == null ? equal : same.and(equal);
      }
      added = added.join(keys, same, "left_anti");
    }
    if (added.isEmpty()) {
      return false;
    }
    append(table, added);
    return true;
  }

  /**
   * Removes the rows that equal one of these in all columns that these have, in one atomic commit;
   * writes nothing when these are none. Idempotent.
   *
   * @param gone any number of rows; the driver never holds them
   * @return whether there was anything to remove
   */
  public boolean remove(Table<?> table, Dataset<Row> gone) {
    if (!exists(table) || gone.isEmpty()) {
      return false;
    }
    Column same = lit(true);
    for (String column : gone.columns()) {
      same = same.and(col("present." + column).equalTo(col("gone." + column)));
    }
    delta(table)
        .as("present")
        .merge(gone.distinct().as("gone"), same)
        .whenMatched()
        .delete()
        .execute();
    return true;
  }

  /** The table's current version, or empty when it has not been written. */
  public OptionalLong version(Table<?> table) {
    if (!isCatalog()) {
      return CommitFiles.lastVersion(path(table), spark.sparkContext().hadoopConfiguration());
    }
    if (!exists(table)) {
      return OptionalLong.empty();
    }
    Row last = delta(table).history(1).select("version").first();
    return OptionalLong.of(last.getLong(0));
  }

  /** Current versions of the tables that exist, by name. */
  public Map<String, String> versions(List<Table<?>> tables) {
    Map<String, String> versions = new TreeMap<>();
    for (Table<?> table : tables) {
      version(table).ifPresent(v -> versions.put(table.name(), Long.toString(v)));
    }
    return versions;
  }

  /** The table as it was at a version. */
  public Dataset<Row> readVersion(Table<?> table, long version) {
    Dataset<Row> then =
        isCatalog()
            ? spark.sql("SELECT * FROM " + identifier(table) + " VERSION AS OF " + version)
            : spark.read().format("delta").option("versionAsOf", version).load(path(table));
    return AddedColumns.filled(then, table);
  }

  /**
   * Hands over what is left of a table's past: in a folder the rows of every data file that is
   * still there, at once; in a catalog, where files may be closed to us, one version after the
   * other, of those that can be read. A row comes as often as it was kept; columns it lacks are
   * null.
   *
   * @param reader is called once or more, or never for a table that nobody wrote
   */
  public void eachVersion(Table<?> table, Consumer<Dataset<Row>> reader) {
    if (!exists(table)) {
      return;
    }
    if (!isCatalog()) {
      reader.accept(files(table));
      return;
    }
    for (Row version : delta(table).history().select("version").collectAsList()) {
      try {
        reader.accept(readVersion(table, version.getLong(0)));
      } catch (Exception e) {
        // Spark throws checked exceptions without declaring them.
        if (!VersionGone.isWhy(e)) {
          throw e;
        }
      }
    }
  }

  private Dataset<Row> files(Table<?> table) {
    // Some platforms refuse files of a Delta table by themselves unless told so.
    String check = "spark.databricks.delta.formatCheck.enabled";
    String before = spark.conf().get(check, "true");
    spark.conf().set(check, "false");
    try {
      return spark.read().schema(table.schema().asNullable()).parquet(path(table));
    } finally {
      spark.conf().set(check, before);
    }
  }

  /**
   * Makes every table readable by its plain name in this session, and the ready-made views beside
   * them. Tables that nobody wrote are empty.
   */
  public void registerViews() {
    for (Table<?> table : Tables.ALL) {
      read(table).createOrReplaceTempView(table.name());
    }
    Views.SQL.forEach((name, sql) -> spark.sql(sql).createOrReplaceTempView(name));
  }

  /** Where a table of this warehouse is, for messages and views. */
  public String identifier(Table<?> table) {
    return isCatalog()
        ? location.substring("catalog:".length()) + "." + table.name()
        : "delta.`" + path(table) + "`";
  }

  /** Whether this is a catalog schema and not a folder. */
  public boolean isCatalog() {
    return location.startsWith("catalog:");
  }

  /**
   * Tables that were written by another version of Sluice, as {@code name (version N)}.
   *
   * @param tables tables to look at; those never written are left out
   */
  public List<String> otherVersions(List<Table<?>> tables) {
    List<String> others = new ArrayList<>();
    for (Table<?> table : tables) {
      if (!exists(table)) {
        continue;
      }
      String version =
          spark
              .sql("SHOW TBLPROPERTIES %s ('%s')".formatted(identifier(table), VERSION_PROPERTY))
              .select("value")
              .first()
              .getString(0);
      if (!SCHEMA_VERSION.equals(version)) {
        others.add("%s (version %s)".formatted(table.name(), version));
      }
    }
    return others;
  }

  /** A property of a table; empty when it has none, or has not been written. */
  public Optional<String> property(Table<?> table, String key) {
    if (!exists(table)) {
      return Optional.empty();
    }
    // SHOW TBLPROPERTIES would hide a value that looks like a secret, as any path may.
    Row detail = delta(table).detail().select("properties").first();
    return Optional.ofNullable(detail.<String, String>getJavaMap(0).get(key));
  }

  /** What Delta calls the table: no two tables have one id, but copies of their files do. */
  public String id(Table<?> table) {
    return delta(table).detail().select("id").first().getString(0);
  }

  /**
   * Sets a property of a table, in one atomic commit; creates the table when there is none. Not
   * idempotent: look first.
   */
  public void setProperty(Table<?> table, String key, String value) {
    create(table);
    String escaped = value.replace("\\", "\\\\").replace("'", "\\'");
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('%s' = '%s')"
            .formatted(identifier(table), key, escaped));
  }

  /** The table itself, for this room. */
  DeltaTable delta(Table<?> table) {
    return isCatalog()
        ? DeltaTable.forName(spark, identifier(table))
        : DeltaTable.forPath(spark, path(table));
  }

  private String path(Table<?> table) {
    return location + "/" + table.name();
  }

  private void write(Table<?> table, Dataset<Row> rows, SaveMode mode) {
    create(table);
    Dataset<Row> written = rows.select(Columns.of(table));
    if (isCatalog()) {
      writeByName(identifier(table), written, mode);
    } else {
      written.write().format("delta").mode(mode).save(path(table));
    }
  }

  // saveAsTable would replace the table itself, which Delta 3.3 cannot do from Spark 3.5.6 on.
  private static void writeByName(String name, Dataset<Row> rows, SaveMode mode) {
    try {
      if (mode == SaveMode.Append) {
        rows.writeTo(name).append();
      } else {
        rows.writeTo(name).overwrite(lit(true));
      }
    } catch (NoSuchTableException e) {
      throw new IllegalStateException("table %s went away while it was written".formatted(name), e);
    }
  }

  private void create(Table<?> table) {
    if (exists(table)) {
      String added = AddedColumns.clause(stored(table).schema(), table);
      if (!added.isEmpty()) {
        spark.sql("ALTER TABLE " + identifier(table) + " " + added);
      }
      return;
    }
    TableInfo info = table.info();
    DeltaTableBuilder builder = DeltaTable.createIfNotExists(spark).comment(info.comment());
    builder = isCatalog() ? builder.tableName(identifier(table)) : builder.location(path(table));
    for (StructField field : table.schema().fields()) {
      DeltaColumnBuilder column =
          DeltaTable.columnBuilder(spark, field.name())
              .dataType(field.dataType())
              .nullable(field.nullable());
      if (field.getComment().isDefined()) {
        column = column.comment(field.getComment().get());
      }
      builder = builder.addColumn(column.build());
    }
    String retention = "interval " + info.retentionDays() + " days";
    builder
        .property("delta.logRetentionDuration", retention)
        .property("delta.deletedFileRetentionDuration", retention)
        .property("delta.dataSkippingNumIndexedCols", Integer.toString(info.statsColumns()))
        .property("delta.enableDeletionVectors", "false")
        .property(VERSION_PROPERTY, SCHEMA_VERSION);
    if (!info.check().isEmpty()) {
      // As ADD CONSTRAINT keeps it, without a commit of its own.
      builder.property("delta.constraints." + table.name() + "_valid", info.check());
    }
    builder.execute();
  }
}
