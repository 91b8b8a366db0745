package dev.sluice.export;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A file format of a release. */
public enum ExportFormat {
  /** {@code tf.train.Example} records, for TensorFlow and everything that reads its files. */
  TFRECORD {
    @Override
    ShardWriter<ReleaseItem> items(ShardTarget target, PlannedShard shard) throws IOException {
      return new TfRecordShard(target, shard);
    }
  },
  /** Three arrays per shard (embeddings, labels, ids), for NumPy and PyTorch. */
  NPY {
    @Override
    ShardWriter<ReleaseItem> items(ShardTarget target, PlannedShard shard) throws IOException {
      return new NpyShard(target, shard);
    }
  },
  /** One {@code tf.train.SequenceExample} per video, with its segments in the order of time. */
  TFRECORD_SEQUENCE {
    @Override
    ShardWriter<ReleaseVideo> videos(ShardTarget target, PlannedShard shard, List<String> classes)
        throws IOException {
      return new SequenceShard(target, shard);
    }
  },
  /** Temporal detections and samples for FiftyOne, which plays the videos where they are. */
  FIFTYONE {
    @Override
    ShardWriter<ReleaseVideo> videos(ShardTarget target, PlannedShard shard, List<String> classes)
        throws IOException {
      return new FiftyOneShard(target, shard, classes);
    }
  };

  /** Starts the files of a shard that is written item by item. */
  ShardWriter<ReleaseItem> items(ShardTarget target, PlannedShard shard) throws IOException {
    throw new UnsupportedOperationException(key() + " is written video by video");
  }

  /**
   * Starts the files of a shard that is written video by video.
   *
   * @param classes labels by index
   */
  ShardWriter<ReleaseVideo> videos(ShardTarget target, PlannedShard shard, List<String> classes)
      throws IOException {
    throw new UnsupportedOperationException(key() + " is written item by item");
  }

  /** Whether a record is a video with all its segments, and not one item. */
  boolean byVideo() {
    return this == TFRECORD_SEQUENCE || this == FIFTYONE;
  }

  /** Lower-case name, as in settings, folders and manifests. */
  public String key() {
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
  public static ExportFormat of(String key) {
    for (ExportFormat format : values()) {
      if (format.key().equals(key)) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "export.formats: unknown format '" + key + "' (there are " + names() + ")");
  }
}
