package dev.sluice.tables;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table as the record of its rows: schema, comments and codec come from the record's
 * components, so that one file says all there is to know about a table.
 *
 * <p>Component names become snake case. Component types: {@code String}, {@code int}, {@code long},
 * {@code float}, {@code double}, {@code boolean} and their boxes, {@link Instant}, {@link
 * LocalDate}, {@code byte[]}, {@code float[]}, {@code List} of these or of records, {@code
 * Map<String, String>}. A nullable component holds null where the column does; a primitive cannot
 * be nullable.
 *
 * <p>Immutable and thread-safe; make one per record type in a static constant.
 *
 * @param <R> the row record
 */
public final class Table<R extends Record> {
  private final Class<R> type;
  private final TableInfo info;
  private final StructType schema;

  private Table(Class<R> type, TableInfo info) {
    this.type = type;
    this.info = info;
    this.schema = struct(type);
  }

  /**
   * The table of a row record.
   *
   * @throws IllegalArgumentException when the record is not marked with {@link TableInfo}
   */
  public static <R extends Record> Table<R> of(Class<R> type) {
    TableInfo info = type.getAnnotation(TableInfo.class);
    if (info == null) {
      throw new IllegalArgumentException(type.getName() + " lacks @TableInfo");
    }
    return new Table<>(type, info);
  }

  /** The table's name inside the warehouse. */
  public String name() {
    return info.name();
  }

  /** What one row is, and how the table is kept. */
  public TableInfo info() {
    return info;
  }

  /** Columns with their comments and nullability. */
  public StructType schema() {
    return schema;
  }

  /** A record as a row of {@link #schema()}. */
  public Row toRow(R row) {
    return encodeRecord(row);
  }

  /** Records as rows of {@link #schema()}. */
  public List<Row> toRows(List<R> rows) {
    List<Row> out = new ArrayList<>(rows.size());
    for (R row : rows) {
      out.add(toRow(row));
    }
    return out;
  }

  /** A row that has this table's columns, in any order and among others, as a record. */
  public R fromRow(Row row) {
    return type.cast(decodeRecord(type, row));
  }

  /** {@code videoId} as {@code video_id}. */
  static String snake(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }

  private static StructType struct(Class<?> record) {
    List<StructField> fields = new ArrayList<>();
    for (RecordComponent c : record.getRecordComponents()) {
      Comment comment = c.getAnnotation(Comment.class);
      Metadata metadata =
          comment == null
              ? Metadata.empty()
              : new MetadataBuilder().putString("comment", comment.value()).build();
      boolean nullable = comment != null && comment.nullable();
      if (nullable && c.getType().isPrimitive()) {
        throw new IllegalArgumentException(record + "." + c.getName() + " cannot be nullable");
      }
      fields.add(
          DataTypes.createStructField(
              snake(c.getName()), dataType(c.getGenericType()), nullable, metadata));
    }
    return DataTypes.createStructType(fields);
  }

  private static DataType dataType(Type type) {
    if (type instanceof ParameterizedType p) {
      if (p.getRawType() == List.class) {
        // Delta has no NOT NULL inside arrays.
        DataType element = dataType(p.getActualTypeArguments()[0]);
        return DataTypes.createArrayType(
            element instanceof StructType struct ? struct.asNullable() : element, false);
      }
      if (p.getRawType() == Map.class) {
        return DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false);
      }
    }
    if (type instanceof Class<?> c) {
      if (c.isRecord()) {
        return struct(c);
      }
      DataType simple = SIMPLE.get(c);
      if (simple != null) {
        return simple;
      }
    }
    throw new IllegalArgumentException("no column type for " + type);
  }

  private static final Map<Class<?>, DataType> SIMPLE = simple();

  private static Map<Class<?>, DataType> simple() {
    Map<Class<?>, DataType> types = new LinkedHashMap<>();
    types.put(String.class, DataTypes.StringType);
    types.put(int.class, DataTypes.IntegerType);
    types.put(Integer.class, DataTypes.IntegerType);
    types.put(long.class, DataTypes.LongType);
    types.put(Long.class, DataTypes.LongType);
    types.put(float.class, DataTypes.FloatType);
    types.put(Float.class, DataTypes.FloatType);
    types.put(double.class, DataTypes.DoubleType);
    types.put(Double.class, DataTypes.DoubleType);
    types.put(boolean.class, DataTypes.BooleanType);
    types.put(Boolean.class, DataTypes.BooleanType);
    types.put(Instant.class, DataTypes.TimestampType);
    types.put(LocalDate.class, DataTypes.DateType);
    types.put(byte[].class, DataTypes.BinaryType);
    types.put(float[].class, DataTypes.createArrayType(DataTypes.FloatType, false));
    return types;
  }

  private static Row encodeRecord(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = encode(get(record, components[i]));
    }
    return RowFactory.create(values);
  }

  private static Object get(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }

  private static Object encode(Object value) {
    if (value instanceof Instant instant) {
      return Timestamp.from(instant);
    }
    if (value instanceof LocalDate day) {
      return Date.valueOf(day);
    }
    if (value instanceof Record record) {
      return encodeRecord(record);
    }
    if (value instanceof float[] floats) {
      List<Float> boxed = new ArrayList<>(floats.length);
      for (float f : floats) {
        boxed.add(f);
      }
      return boxed.toArray();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Table::encode).toArray();
    }
    if (value instanceof Map<?, ?> map) {
      return scalaMap(map);
    }
    return value;
  }

  // Spark's row encoder takes Scala maps only; this converter exists on every Scala line.
  @SuppressWarnings("deprecation")
  private static Object scalaMap(Map<?, ?> map) {
    return scala.collection.JavaConverters.mapAsScalaMapConverter(map).asScala();
  }

  private static Object decodeRecord(Class<?> type, Row row) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String column = snake(components[i].getName());
      Object raw = row.get(row.fieldIndex(column));
      if (raw == null && components[i].getType().isPrimitive()) {
        throw new IllegalArgumentException("column " + column + " is null");
      }
      values[i] = decode(components[i].getGenericType(), row, row.fieldIndex(column));
    }
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "row does not make a " + type.getSimpleName() + ": " + e.getCause().getMessage(),
          e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getName(), e);
    }
  }

  private static Object decode(Type type, Row row, int at) {
    if (row.isNullAt(at)) {
      return null;
    }
    if (type == float[].class) {
      List<Object> list = row.getList(at);
      float[] floats = new float[list.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (Float) list.get(i);
      }
      return floats;
    }
    if (type instanceof ParameterizedType p && p.getRawType() == Map.class) {
      return Map.copyOf(row.getJavaMap(at));
    }
    if (type instanceof ParameterizedType p && p.getRawType() == List.class) {
      Type element = p.getActualTypeArguments()[0];
      List<Object> out = new ArrayList<>();
      for (Object value : row.getList(at)) {
        out.add(decodeValue(element, value));
      }
      return List.copyOf(out);
    }
    return decodeValue(type, row.get(at));
  }

  private static Object decodeValue(Type type, Object value) {
    if (type instanceof Class<?> c && c.isRecord()) {
      return decodeRecord(c, (Row) value);
    }
    if (value instanceof Timestamp timestamp) {
      return timestamp.toInstant();
    }
    if (value instanceof Date day) {
      return day.toLocalDate();
    }
    return value;
  }
}
