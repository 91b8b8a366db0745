package dev.sluice.ingest;

import dev.sluice.provider.HeldVideos;
import dev.sluice.tables.VideoRow;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Looks at the manifest rows of one partition on an executor. */
final class ExamineStep implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** Column that holds what the last run wrote about the row's video_id. */
  static final String KNOWN = "known";

  /** Column that says whether the row's video_id was taken down. */
  static final String FORGOTTEN = "forgotten";

  private static final Examined TAKEN_DOWN =
      new Examined("", null, Refusal.FORGOTTEN, null, false, false, false, null, null);

  private final String base;
  private final List<String> models;
  private final SerializableConfiguration stores;
  private final ProbeSource probes;
  private final HeldVideos held;

  ExamineStep(
      String base,
      List<String> models,
      SerializableConfiguration stores,
      ProbeSource probes,
      HeldVideos held) {
    this.base = base;
    this.models = models;
    this.stores = stores;
    this.probes = probes;
    this.held = held;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Examination examination =
        new Examination(
            base, ModelRules.of(models), probes::probe, stores.value(), new HeldLook(held));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        Row row = rows.next();
        if (row.getBoolean(row.fieldIndex(FORGOTTEN))) {
          return Examined.TABLE.toRow(TAKEN_DOWN);
        }
        Row before = row.getStruct(row.fieldIndex(KNOWN));
        VideoRow known = before == null ? null : VideoRow.TABLE.fromRow(before);
        return Examined.TABLE.toRow(examination.examine(ManifestRow.TABLE.fromRow(row), known));
      }
    };
  }
}
