package dev.sluice.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A file format of a release. */
enum ExportFormat {
  /** {@code tf.train.Example} records, for TensorFlow and everything that reads its files. */
  TFRECORD,
  /** Three arrays per shard (embeddings, labels, ids), for NumPy and PyTorch. */
  NPY,
  /** One {@code tf.train.SequenceExample} per video, with its segments in the order of time. */
  TFRECORD_SEQUENCE,
  /** Temporal detections and samples for FiftyOne, which plays the videos where they are. */
  FIFTYONE;

  /** What its records are made of. */
  Layout layout() {
    return switch (this) {
      case TFRECORD -> (Layout.ByItem) ExportFormat::examples;
      case NPY -> (Layout.ByItem) NpyShard::new;
      case TFRECORD_SEQUENCE -> (Layout.ByVideo) ExportFormat::sequences;
      case FIFTYONE -> (Layout.ByVideo) FiftyOneShard::new;
    };
  }

  /** Columns of segments that it does not hold, or that others stand for. */
  String[] leavesOut() {
    return this == TFRECORD_SEQUENCE
        ? new String[] {
          "vector",
          "confidence",
          "label_source",
          "verdict",
          "cluster_id",
          "on_map",
          "uri",
          "duration_sec",
          "fps",
          "width",
          "height",
          "size_bytes"
        }
        : new String[] {"vector"};
  }

  /** Lower-case name, as in settings, folders and manifests. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(ExportFormat::key).collect(Collectors.joining(", "));
  }

  /**
   * The format of a name.
   *
   * @throws IllegalArgumentException naming the formats there are
   */
  static ExportFormat of(String key) {
    for (ExportFormat format : values()) {
      if (format.key().equals(key)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "export.formats: unknown format '" + key + "' (there are " + names() + ")");
  }

  private static ShardWriter<ReleaseItem> examples(ShardTarget target, PlannedShard shard)
      throws IOException {
    return new RecordShard<>(target, shard, TFRECORD, ExampleEncoder::encode);
  }

  private static ShardWriter<ReleaseVideo> sequences(
      ShardTarget target, PlannedShard shard, List<String> unused) throws IOException {
    return new RecordShard<>(target, shard, TFRECORD_SEQUENCE, SequenceEncoder::encode);
  }
}
