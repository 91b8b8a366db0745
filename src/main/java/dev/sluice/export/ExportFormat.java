package dev.sluice.export;

import java.io.IOException;
import java.util.Locale;

/** A file format of a release. */
public enum ExportFormat {
  /** {@code tf.train.Example} records, for TensorFlow and everything that reads its files. */
  TFRECORD {
    @Override
    ShardWriter open(ShardTarget target, PlannedShard shard) throws IOException {
      return new TfRecordShard(target, shard);
    }
  },
  /** Three arrays per shard (embeddings, labels, ids), for NumPy and PyTorch. */
  NPY {
    @Override
    ShardWriter open(ShardTarget target, PlannedShard shard) throws IOException {
      return new NpyShard(target, shard);
    }
  };

  /** Starts the files of one shard in this format. */
  abstract ShardWriter open(ShardTarget target, PlannedShard shard) throws IOException;

  /** Lower-case name, as in settings, folders and manifests. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
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
        "export.formats: unknown format '" + key + "' (there are tfrecord and npy)");
  }
}
