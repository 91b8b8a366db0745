package dev.sluice.embed;

import dev.sluice.calls.EmbeddingReader;
import dev.sluice.provider.Lens;
import dev.sluice.tables.QuarantineRow;
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
 * Makes rows of {@link VectorRead} of stored answers, on executors. Free. An answer that cannot be
 * read becomes one row that says why.
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
    String key = response.workKey();
    try {
      return reader.read(response.answer()).stream()
          .map(
              segment ->
                  VectorRead.vector(
                      key,
                      response.contentId(),
                      key,
                      new Lens(response.provider(), response.servedBy(), segment.modality()),
                      segment))
          .toList();
    } catch (IllegalArgumentException e) {
      return List.of(
          VectorRead.none(
              key,
              QuarantineRow.UNREADABLE_ANSWER,
              "the stored answer for %s cannot be read: %s"
                  .formatted(response.contentId(), e.getMessage())));
    }
  }
}
