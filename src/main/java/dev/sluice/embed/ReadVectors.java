package dev.sluice.embed;

import dev.sluice.calls.EmbeddingReader;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Lens;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ResponseRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Makes embedding rows of stored answers, on executors. Free. An answer that cannot be read becomes
 * one row with an empty vector, so that it can be told apart and quarantined.
 */
final class ReadVectors implements MapPartitionsFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;
  private final EmbeddingReader reader;

  ReadVectors(EmbeddingReader reader) {
    this.reader = reader;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> responses) {
    List<Row> rows = new ArrayList<>();
    while (responses.hasNext()) {
      ResponseRow response = ResponseRow.TABLE.fromRow(responses.next());
      try {
        for (EmbeddedSegment segment : reader.read(response.answer())) {
          Lens lens = new Lens(response.provider(), response.servedBy(), segment.modality());
          rows.add(row(response.contentId(), response.workKey(), lens, segment));
        }
      } catch (IllegalArgumentException e) {
        rows.add(
            EmbeddingRow.TABLE.toRow(
                new EmbeddingRow(
                    response.contentId(),
                    String.valueOf(e.getMessage()),
                    "video",
                    0,
                    0,
                    0,
                    0,
                    response.workKey(),
                    new float[0])));
      }
    }
    return rows.iterator();
  }

  /** The row of one vector. */
  static Row row(String contentId, String workKey, Lens lens, EmbeddedSegment segment) {
    return EmbeddingRow.TABLE.toRow(
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
  }
}
