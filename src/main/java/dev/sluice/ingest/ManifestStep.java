package dev.sluice.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.sluice.provider.HeldVideos;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.text.RootCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/** The reading half of ingest: any manifest becomes rows of {@link ManifestRow}. */
final class ManifestStep {
  private static final String CORRUPT = ColumnStep.CORRUPT;
  private static final String ATTRIBUTES = ColumnStep.ATTRIBUTES;
  private static final String PROBLEM = ColumnStep.made("problem");
  private static final String NTH = ColumnStep.made("nth");

  private final SparkSession spark;
  private final IngestConf conf;
  private final ManifestPlace place;
  private final HeldVideos held;

  /**
   * A reading of one manifest.
   *
   * @param held where an index is, when the manifest is one
   */
  ManifestStep(SparkSession spark, IngestConf conf, ManifestPlace place, HeldVideos held) {
    this.spark = spark;
    this.conf = conf;
    this.place = place;
    this.held = held;
  }

  /**
   * The rows that {@code where} and {@code sample} leave. A row with a column that cannot be read
   * is never dropped by them: it comes with its problem.
   *
   * @throws StepStopped when the manifest lacks a needed column or a setting names none of its own,
   *     or the provider does not have the index
   */
  Dataset<Row> rows(Configuration stores) {
    Dataset<Row> typed = place.format() == ManifestFormat.INDEX ? indexed() : typed(load(stores));
    return shaped(numbered(sampled(filtered(typed))));
  }

  private Dataset<Row> indexed() {
    IndexManifest.problem(held, place.name())
        .ifPresent(
            stopped -> {
              throw stopped;
            });
    Dataset<Row> rows = IndexListStep.rows(spark, held, IndexManifest.index(place.name()));
    for (String name : ManifestRow.MADE_HERE) {
      rows = rows.withColumnRenamed(name, ColumnStep.made(name));
    }
    return rows.drop(NTH);
  }

  private Dataset<Row> load(Configuration stores) {
    if (place.format().isListing()) {
      return spark
          .createDataFrame(
              ManifestRow.TABLE.toRows(place.listing(stores)), ManifestRow.TABLE.schema())
          .drop(ManifestRow.MADE_HERE.toArray(String[]::new));
    }
    try {
      DataFrameReader reader = spark.read();
      return switch (place.format()) {
        case DELTA ->
            place.base() == null
                ? spark.table(place.location())
                : reader.format("delta").load(place.location());
        case PARQUET -> reader.parquet(place.location());
        case JSONL -> reader.option("primitivesAsString", "true").json(place.location());
        case CSV -> csv(reader);
        case FOLDER, FIFTYONE, INDEX -> throw new IllegalStateException("listed above");
      };
    } catch (Exception e) {
      // AnalysisException is checked in Java and undeclared in Scala.
      throw ManifestPlace.failed(place.name(), e);
    }
  }

  private Dataset<Row> csv(DataFrameReader reader) {
    DataFrameReader quoted =
        reader.option("header", "true").option("escape", "\"").option("multiLine", "true");
    // Lines that do not fit the header show only under a schema that has a column for them.
    var header = quoted.csv(place.location()).schema();
    return quoted
        .schema(header.add(CORRUPT, DataTypes.StringType))
        .option("columnNameOfCorruptRecord", CORRUPT)
        .csv(place.location());
  }

  private Dataset<Row> typed(Dataset<Row> raw) {
    Map<String, StructField> given = new TreeMap<>();
    for (StructField field : raw.schema().fields()) {
      given.put(ColumnStep.lower(field), field);
    }
    for (String needed : List.of("video_id", "uri")) {
      if (!given.containsKey(needed)) {
        throw ManifestPlace.stopped(
            place.name(),
            "it has no column %s; its columns are %s".formatted(needed, given.keySet()));
      }
    }
    List<Column> columns = new ArrayList<>();
    List<Column> problems = new ArrayList<>();
    for (StructField wanted : ManifestRow.TABLE.schema().fields()) {
      StructField field = given.get(wanted.name());
      if (field == null
          || ManifestRow.MADE_HERE.contains(wanted.name())
          || wanted.name().equals(ATTRIBUTES)) {
        continue;
      }
      Column text = ColumnStep.text(field);
      if (wanted.dataType() instanceof StringType) {
        columns.add(named(text, wanted.name()));
      } else {
        String name = ColumnStep.quoted(field);
        String source = ColumnStep.isText(field) ? "trim(" + name + ")" : name;
        Column value = expr("try_cast(" + source + " AS " + wanted.dataType().sql() + ")");
        columns.add(value.as(wanted.name()));
        problems.add(
            when(
                text.isNotNull().and(value.isNull()),
                concat(
                    lit(wanted.name() + " holds '"),
                    text,
                    lit("', " + ColumnStep.expected(wanted)))));
      }
    }
    if (given.containsKey(CORRUPT)) {
      problems.add(
          when(
              col(CORRUPT).isNotNull(),
              concat(lit("the line does not fit the columns: "), col(CORRUPT))));
    }
    for (StructField field : given.values()) {
      if (ColumnStep.isUnknown(field)) {
        columns.add(col(ColumnStep.quoted(field)));
      }
    }
    if (given.containsKey(ATTRIBUTES)) {
      columns.add(col(ColumnStep.quoted(given.get(ATTRIBUTES))).as(ATTRIBUTES));
    }
    Column problem = nullif(concat_ws("; ", problems.toArray(Column[]::new)), lit(""));
    columns.add(problem.as(PROBLEM));
    return raw.select(columns.toArray(Column[]::new));
  }

  private Column named(Column text, String name) {
    if (!name.equals("label") || conf.names().isEmpty()) {
      return text.as(name);
    }
    Column mapped = lit(null).cast(DataTypes.StringType);
    for (Map.Entry<String, String> entry : conf.names().entrySet()) {
      mapped = when(text.equalTo(entry.getKey()), entry.getValue()).otherwise(mapped);
    }
    return coalesce(mapped, text).as(name);
  }

  private Dataset<Row> filtered(Dataset<Row> rows) {
    if (conf.where() == null) {
      return rows;
    }
    try {
      Column wanted = coalesce(expr(conf.where()), lit(false));
      return rows.where(wanted.or(col(PROBLEM).isNotNull()));
    } catch (Exception e) {
      throw usage("ingest.where", rows, e);
    }
  }

  private Dataset<Row> sampled(Dataset<Row> rows) {
    IngestConf.Sample sample = conf.sample();
    if (sample == null) {
      return rows;
    }
    try {
      Column name = coalesce(col("video_id"), col("uri"), lit(""));
      Column order = sha2(concat(lit(sample.seed() + ":"), name), 256);
      Column rank =
          row_number().over(Window.partitionBy(rows.col(sample.by())).orderBy(order, name));
      return rows.withColumn("__rank", rank)
          .where(col("__rank").leq(sample.perGroup()).or(col(PROBLEM).isNotNull()))
          .drop("__rank");
    } catch (Exception e) {
      throw usage("ingest.sample.by", rows, e);
    }
  }

  /** By uri and content, not by place in a file: the same row is first on every cluster. */
  private static Dataset<Row> numbered(Dataset<Row> rows) {
    Column same = coalesce(col("video_id"), concat(lit("uri:"), col("uri")), lit(""));
    Column whole =
        to_json(
            struct(
                Arrays.stream(rows.columns())
                    .map(c -> col("`" + c.replace("`", "``") + "`"))
                    .toArray(Column[]::new)));
    return rows.withColumn(
        NTH, row_number().over(Window.partitionBy(same).orderBy(col("uri"), whole)));
  }

  private static Dataset<Row> shaped(Dataset<Row> rows) {
    List<String> have = List.of(rows.columns());
    List<Column> columns = new ArrayList<>();
    for (StructField wanted : ManifestRow.TABLE.schema().fields()) {
      if (wanted.name().equals(ATTRIBUTES)) {
        columns.add(ColumnStep.attributes(rows).as(ATTRIBUTES));
        continue;
      }
      String name = wanted.name();
      String source = ManifestRow.MADE_HERE.contains(name) ? ColumnStep.made(name) : name;
      Column value = have.contains(source) ? col(source) : lit(null).cast(wanted.dataType());
      columns.add(value.as(name));
    }
    return rows.select(columns.toArray(Column[]::new));
  }

  private StepStopped usage(String setting, Dataset<Row> rows, Exception e) {
    return new StepStopped(
        ExitCode.USAGE,
        "%s cannot be used: %s. The columns of %s are %s"
            .formatted(
                setting,
                RootCause.firstLine(e.getMessage(), "no message"),
                place.name(),
                List.of(rows.columns())));
  }
}
