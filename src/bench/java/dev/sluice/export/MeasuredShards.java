package dev.sluice.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/**
 * Shards as the export step's tasks write them, by one thread on a local disk.
 *
 * @param bytes what was written
 * @param seconds how long it took
 */
public record MeasuredShards(long bytes, double seconds) {
  /** Items kept in memory and written again and again. */
  private static final int KEPT = 2_000;

  /** Megabytes a second. */
  public double megabytesPerSecond() {
    return bytes / 1e6 / seconds;
  }

  /** Writes items with random vectors in a format that is written item by item. */
  public static MeasuredShards of(String format, Path folder, int n, int d, int perShard)
      throws IOException {
    if (!(ExportFormat.of(format).layout() instanceof Layout.ByItem layout)) {
      throw new IllegalArgumentException(format + " is written video by video");
    }
    ReleaseItem[] items = items(Math.min(KEPT, n), d);
    ShardTarget target = ReleaseStore.target(new Configuration(false), folder.toString());
    long bytes = 0;
    long start = System.nanoTime();
    for (int from = 0, shard = 0; from < n; from += perShard, shard++) {
      int size = Math.min(perShard, n - from);
      try (ShardWriter<ReleaseItem> writer =
          layout.open(target, new PlannedShard(shard, "train", shard, "a", size, 8, d))) {
        for (int i = 0; i < size; i++) {
          writer.write(items[(from + i) % items.length]);
        }
        for (ShardFile file : writer.finish()) {
          bytes += file.bytes();
        }
      }
    }
    return new MeasuredShards(bytes, (System.nanoTime() - start) / 1e9);
  }

  /** Writes as many bytes to one file and does nothing else. */
  public static MeasuredShards plain(Path file, long bytes) throws IOException {
    byte[] block = new byte[1 << 20];
    new Random(1).nextBytes(block);
    long start = System.nanoTime();
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= block.length) {
        out.write(block, 0, (int) Math.min(left, block.length));
      }
    }
    return new MeasuredShards(bytes, (System.nanoTime() - start) / 1e9);
  }

  private static ReleaseItem[] items(int n, int d) {
    Random random = new Random(1);
    ReleaseItem[] items = new ReleaseItem[n];
    for (int i = 0; i < n; i++) {
      float[] vector = new float[d];
      for (int j = 0; j < d; j++) {
        vector[j] = (float) random.nextGaussian();
      }
      String id = "v%07d".formatted(i);
      items[i] = new ReleaseItem(id, "f1:" + id, "train", "class " + i % 8, i % 8, 0, 4, vector);
    }
    return items;
  }
}
