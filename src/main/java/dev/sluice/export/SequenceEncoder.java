package dev.sluice.export;

import dev.sluice.export.ReleaseVideo.Segment;
import java.util.List;
import java.util.function.Consumer;

/**
 * A video as a {@code tf.train.SequenceExample}. Context: {@code id}, {@code content_id}, {@code
 * source_id}, {@code split} (bytes), {@code labels} (int64: the classes in it, each once,
 * ascending). Feature lists, one entry per segment in the order of time: {@code embedding}, {@code
 * start_sec}, {@code end_sec} (float), {@code label} (int64), {@code label_str}, {@code item_id}
 * (bytes). They lie in the order of names, so the same video gives the same bytes.
 */
final class SequenceEncoder {
  private static final int CONTEXT = 1;
  private static final int FEATURE_LISTS = 2;

  private final ProtoWriter out;
  private final FeatureWriter features;

  private SequenceEncoder(ProtoWriter out) {
    this.out = out;
    this.features = new FeatureWriter(out);
  }

  /** Writes a video; from the end to the beginning, hence the order. */
  static void encode(ReleaseVideo video, ProtoWriter out) {
    SequenceEncoder encoder = new SequenceEncoder(out);
    out.message(FEATURE_LISTS, () -> encoder.lists(video.segments()));
    out.message(CONTEXT, () -> encoder.context(video));
  }

  private void lists(List<Segment> all) {
    list("start_sec", all, s -> features.floats((float) s.startSec()));
    list("label_str", all, s -> features.text(s.label()));
    list("label", all, s -> features.integers(s.classIndex()));
    list("item_id", all, s -> features.text(s.itemId()));
    list("end_sec", all, s -> features.floats((float) s.endSec()));
    list("embedding", all, s -> features.floats(s.vector()));
  }

  private void context(ReleaseVideo video) {
    long[] labels =
        video.segments().stream().mapToLong(Segment::classIndex).distinct().sorted().toArray();
    features.entry("split", () -> features.text(video.split()));
    features.entry("source_id", () -> features.text(video.sourceId()));
    features.entry("labels", () -> features.integers(labels));
    features.entry("id", () -> features.text(video.videoId()));
    features.entry("content_id", () -> features.text(video.contentId()));
  }

  private void list(String name, List<Segment> segments, Consumer<Segment> feature) {
    features.entry(
        name,
        () -> {
          for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            out.message(1, () -> feature.accept(segment));
          }
        });
  }
}
