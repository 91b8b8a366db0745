package dev.sluice.embed;

import dev.sluice.calls.EmbeddingReader;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Lens;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.ResponseRow;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
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
    // One answer in memory at a time.
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(responses, Spliterator.ORDERED), false)
        .flatMap(row -> read(ResponseRow.TABLE.fromRow(row)).stream())
        .iterator();
  }

  private List<Row> read(ResponseRow response) {
    try {
      return reader.read(response.answer()).stream()
          .map(
              segment ->
                  row(
                      response.contentId(),
                      response.workKey(),
                      new Lens(response.provider(), response.servedBy(), segment.modality()),
                      segment))
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(
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
