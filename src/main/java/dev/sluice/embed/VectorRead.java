package dev.sluice.embed;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Lens;
import dev.sluice.tables.EmbeddingRow;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What the reading of vectors gave: rows of one vector each, or of why a thing has none. */
final class VectorRead {
  /** The vector; null where there is none. */
  static final String VECTOR = "embedding";

  /** Why there is none, as a code. */
  static final String REASON = "reason";

  static final StructType SCHEMA =
      new StructType()
          .add("key", DataTypes.StringType)
          .add(VECTOR, EmbeddingRow.TABLE.schema(), true)
          .add(REASON, DataTypes.StringType)
          .add("detail", DataTypes.StringType);

  static final int REASON_AT = SCHEMA.fieldIndex(REASON);

  private VectorRead() {}

  /**
   * A vector.
   *
   * @param key what quarantine would call that which was read
   */
  static Row vector(
      String key, String contentId, String workKey, Lens lens, EmbeddedSegment segment) {
    Row vector =
        EmbeddingRow.TABLE.toRow(
            new EmbeddingRow(
                contentId,
                lens.toString(),
                segment.scope().key(),
                segment.segmentNo(),
                segment.startSec(),
                segment.endSec(),
                segment.vector().length,
                workKey,
                segment.vector()));
    return RowFactory.create(key, vector, null, null);
  }

  /** No vector. */
  static Row none(String key, String reason, String detail) {
    return RowFactory.create(key, null, reason, detail);
  }

  /** The vectors, as rows of {@code embeddings}. */
  static Dataset<Row> vectors(Dataset<Row> read) {
    return read.where(col(REASON).isNull()).select(VECTOR + ".*");
  }

  /** Rows without a vector, as rows of {@code quarantine}. */
  static Dataset<Row> refusals(Dataset<Row> none, Instant now) {
    return none.select(
        lit("embed").as("step"),
        col("key"),
        col(REASON),
        col("detail"),
        lit(Timestamp.from(now)).as("first_seen"),
        lit(true).as("replayable"));
  }
}
