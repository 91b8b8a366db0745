package dev.sluice.export;

import dev.sluice.export.ReleaseVideo.Segment;
import java.util.List;
import java.util.function.Function;

/**
 * A video as a {@code tf.train.SequenceExample}. Context: {@code id}, {@code content_id}, {@code
 * source_id}, {@code split} (bytes), {@code labels} (int64: the classes in it, each once,
 * ascending). Feature lists, one entry per segment in the order of time: {@code embedding}, {@code
 * start_sec}, {@code end_sec} (float), {@code label} (int64), {@code label_str}, {@code item_id}
 * (bytes). Written in the order of names, so the same video gives the same bytes.
 */
final class SequenceEncoder {
  private static final int CONTEXT = 1;
  private static final int FEATURE_LISTS = 2;

  private SequenceEncoder() {}

  static byte[] encode(ReleaseVideo video) {
    long[] labels =
        video.segments().stream().mapToLong(Segment::classIndex).distinct().sorted().toArray();
    ProtoWriter context = new ProtoWriter();
    context.field(1, FeatureWriter.entry("content_id", FeatureWriter.text(video.contentId())));
    context.field(1, FeatureWriter.entry("id", FeatureWriter.text(video.videoId())));
    context.field(1, FeatureWriter.entry("labels", FeatureWriter.integers(labels)));
    context.field(1, FeatureWriter.entry("source_id", FeatureWriter.text(video.sourceId())));
    context.field(1, FeatureWriter.entry("split", FeatureWriter.text(video.split())));
    ProtoWriter lists = new ProtoWriter();
    List<Segment> all = video.segments();
    list(lists, "embedding", all, s -> FeatureWriter.floats(s.vector()));
    list(lists, "end_sec", all, s -> FeatureWriter.floats((float) s.endSec()));
    list(lists, "item_id", all, s -> FeatureWriter.text(s.itemId()));
    list(lists, "label", all, s -> FeatureWriter.integers(s.classIndex()));
    list(lists, "label_str", all, s -> FeatureWriter.text(s.label()));
    list(lists, "start_sec", all, s -> FeatureWriter.floats((float) s.startSec()));
    return new ProtoWriter().field(CONTEXT, context).field(FEATURE_LISTS, lists).bytes();
  }

  private static void list(
      ProtoWriter lists,
      String name,
      List<Segment> segments,
      Function<Segment, ProtoWriter> feature) {
    ProtoWriter list = new ProtoWriter();
    segments.forEach(segment -> list.field(1, feature.apply(segment)));
    lists.field(1, FeatureWriter.entry(name, list));
  }
}
