package dev.sluice.embed;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.Lens;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Asks indexes for the vectors that they keep, on executors, and makes rows of {@link VectorRead}
 * by content. Free; holds one video at a time. A video without any becomes one row that says why.
 */
final class ReadStored implements MapPartitionsFunction<Row, Row>, Serializable {
  /** The provider is not done with it, or could not say. */
  static final String LATER = "later";

  /** No further question can succeed. */
  static final String STOPPED = "stopped";

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
      String content = wanted.getAs("content_id");
      HeldUri video = HeldUri.parse(wanted.getAs("uri"));
      CallOutcome outcome = held.stored(video, conf.model(), conf.modalities());
      if (outcome instanceof CallOutcome.Done done) {
        return vectors(wanted.getAs("work_key"), content, video, done);
      }
      Row why = outcome.fold(new Why(content, video));
      stopped = why.get(VectorRead.REASON_AT).equals(STOPPED);
      return List.of(why);
    }

    private List<Row> vectors(String key, String content, HeldUri video, CallOutcome.Done done) {
      String model = done.servedBy().isEmpty() ? conf.model() : done.servedBy();
      List<Row> rows = new ArrayList<>();
      try {
        for (EmbeddedSegment segment : held.segments(video, done.answer())) {
          Lens lens = new Lens(held.namespace(), model, segment.modality());
          rows.add(VectorRead.vector(content, content, key, lens, segment));
        }
      } catch (IllegalArgumentException e) {
        return List.of(broken(content, video, "unreadable_answer", e.getMessage()));
      }
      return rows;
    }
  }

  private static Row broken(String content, HeldUri video, String code, String message) {
    return VectorRead.none(
        content,
        code,
        "no stored vectors of %s: %s; set embed.indexed to paid to have it embedded, or take it out of the manifest"
            .formatted(video, message));
  }

  /** Why a video has no vectors. */
  private record Why(String content, HeldUri video) implements CallOutcome.Cases<Row> {
    @Override
    public Row done(CallOutcome.Done done) {
      throw new IllegalArgumentException("it has vectors");
    }

    @Override
    public Row pending(CallOutcome.Pending pending) {
      return VectorRead.none(content, LATER, "");
    }

    @Override
    public Row refused(CallOutcome.Refused refused) {
      return broken(content, video, refused.code(), refused.message());
    }

    @Override
    public Row failed(CallOutcome.Failed failed) {
      return broken(content, video, failed.code(), failed.message());
    }

    @Override
    public Row sourceGone(CallOutcome.SourceGone gone) {
      return broken(content, video, "unknown_video", gone.message());
    }

    @Override
    public Row unsure(CallOutcome.Unsure unsure) {
      return VectorRead.none(content, LATER, "");
    }

    @Override
    public Row throttled(CallOutcome.Throttled throttled) {
      return VectorRead.none(content, LATER, "");
    }

    @Override
    public Row later(CallOutcome.Later later) {
      return VectorRead.none(content, LATER, "");
    }

    @Override
    public Row unread(CallOutcome.Unread unread) {
      return VectorRead.none(content, LATER, "");
    }

    @Override
    public Row fatal(CallOutcome.Fatal fatal) {
      return VectorRead.none(content, STOPPED, fatal.message());
    }
  }
}
