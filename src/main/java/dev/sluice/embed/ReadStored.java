package dev.sluice.embed;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.Lens;
import dev.sluice.tables.EmbeddingRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Asks indexes for the vectors that they keep, on executors, and makes rows of them. Free; holds
 * one video at a time. A video without any becomes one row that says why.
 */
final class ReadStored implements MapPartitionsFunction<Row, Row>, Serializable {
  /** The vector; null where there is none. */
  static final String VECTOR = "embedding";

  /** Why there is none: a code, or one of the two below. */
  static final String REASON = "reason";

  /** The provider is not done with it, or could not say. */
  static final String LATER = "later";

  /** No further question can succeed. */
  static final String STOPPED = "stopped";

  static final StructType SCHEMA =
      new StructType()
          .add("work_key", DataTypes.StringType)
          .add(VECTOR, EmbeddingRow.TABLE.schema(), true)
          .add(REASON, DataTypes.StringType)
          .add("detail", DataTypes.StringType);

  private static final int REASON_AT = SCHEMA.fieldIndex(REASON);
  private static final long serialVersionUID = 1L;
  private final HeldVideos held;
  private final EmbedConf conf;

  ReadStored(HeldVideos held, EmbedConf conf) {
    this.held = held;
    this.conf = conf;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> wanted) {
    Reading reading = new Reading();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(wanted, Spliterator.ORDERED), false)
        .flatMap(row -> reading.of(row).stream())
        .iterator();
  }

  /** One task's questions: it asks nothing more once it hears that nothing can succeed. */
  private final class Reading {
    private boolean stopped;

    List<Row> of(Row wanted) {
      if (stopped) {
        return List.of();
      }
      String key = wanted.getAs("work_key");
      String content = wanted.getAs("content_id");
      HeldUri video = HeldUri.parse(wanted.getAs("uri"));
      CallOutcome outcome = held.stored(video, conf.model(), conf.modalities());
      if (outcome instanceof CallOutcome.Done done) {
        return vectors(key, content, video, done);
      }
      Row why = outcome.fold(new Why(key, video));
      stopped = why.get(REASON_AT).equals(STOPPED);
      return List.of(why);
    }

    private List<Row> vectors(String key, String content, HeldUri video, CallOutcome.Done done) {
      String model = done.servedBy().isEmpty() ? conf.model() : done.servedBy();
      List<Row> rows = new ArrayList<>();
      try {
        for (EmbeddedSegment segment : held.segments(video, done.answer())) {
          Lens lens = new Lens(held.namespace(), model, segment.modality());
          Row vector = ReadVectors.row(content, key, lens, segment);
          rows.add(RowFactory.create(key, vector, null, null));
        }
      } catch (IllegalArgumentException e) {
        return List.of(broken(key, video, "unreadable_answer", e.getMessage()));
      }
      return rows;
    }
  }

  private static Row none(String key, String reason, String detail) {
    return RowFactory.create(key, null, reason, detail);
  }

  private static Row broken(String key, HeldUri video, String code, String message) {
    return none(
        key,
        code,
        "no stored vectors of %s: %s; set embed.indexed to paid to have it embedded, or take it out of the manifest"
            .formatted(video, message));
  }

  /** Why a video has no vectors. */
  private record Why(String key, HeldUri video) implements CallOutcome.Cases<Row> {
    @Override
    public Row done(CallOutcome.Done done) {
      throw new IllegalArgumentException("it has vectors");
    }

    @Override
    public Row pending(CallOutcome.Pending pending) {
      return none(key, LATER, "");
    }

    @Override
    public Row refused(CallOutcome.Refused refused) {
      return broken(key, video, refused.code(), refused.message());
    }

    @Override
    public Row failed(CallOutcome.Failed failed) {
      return broken(key, video, failed.code(), failed.message());
    }

    @Override
    public Row sourceGone(CallOutcome.SourceGone gone) {
      return broken(key, video, "unknown_video", gone.message());
    }

    @Override
    public Row unsure(CallOutcome.Unsure unsure) {
      return none(key, LATER, "");
    }

    @Override
    public Row throttled(CallOutcome.Throttled throttled) {
      return none(key, LATER, "");
    }

    @Override
    public Row later(CallOutcome.Later later) {
      return none(key, LATER, "");
    }

    @Override
    public Row unread(CallOutcome.Unread unread) {
      return none(key, LATER, "");
    }

    @Override
    public Row fatal(CallOutcome.Fatal fatal) {
      return none(key, STOPPED, fatal.message());
    }
  }
}
