package dev.sluice.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** A release of three items in two splits and both formats, written without Spark. */
final class SmallRelease {
  private static final List<ReleaseItem> ITEMS =
      List.of(
          new ReleaseItem("a", "f1:1", "test", "x", 0, 0, 4.5, new float[] {1, 2}),
          new ReleaseItem("b", "f1:2", "train", "x", 0, 0, 5, new float[] {3, 4}),
          new ReleaseItem("c", "f1:3", "train", "y", 1, 0, 5, new float[] {5, 6}));

  private SmallRelease() {}

  /** Writes {@code demo-001} below a folder. */
  static Path write(Path root) throws IOException {
    commit(root, "demo-001");
    return root.resolve("demo-001");
  }

  static ReleaseStore store(Path root) throws IOException {
    return ReleaseStore.at(new Configuration(false), root.toString());
  }

  /** The release of warehouse {@code w} before anything of it is written. */
  static UnfinishedRelease unfinished(Path root) throws IOException {
    return store(root).unfinished("w", plan().releaseId());
  }

  static ReleasePlan plan() {
    ReleasePlan.Builder plan = new ReleasePlan.Builder(Map.of(), 10);
    for (ReleaseItem i : ITEMS) {
      plan.add(new ReleaseLine(i.itemId(), i.label(), i.split(), i.contentId(), "k", 2));
    }
    return plan.build();
  }

  static ReleaseManifest commit(Path root, String name) throws IOException {
    UnfinishedRelease release = unfinished(root);
    ReleaseManifest manifest = manifest(name, shards(release));
    release.commit(manifest);
    return manifest;
  }

  static List<ShardFile> shards(UnfinishedRelease release) throws IOException {
    List<ShardFile> files = new ArrayList<>();
    for (PlannedShard shard : plan().shards()) {
      List<ReleaseItem> items =
          ITEMS.stream().filter(i -> i.split().equals(shard.split())).toList();
      for (ExportFormat format : ExportFormat.values()) {
        if (format.layout() instanceof Layout.ByVideo layout) {
          List<ReleaseVideo> videos = items.stream().map(SmallRelease::video).toList();
          files.addAll(write(layout.open(release, shard, List.of("x", "y")), videos));
        } else if (format.layout() instanceof Layout.ByItem layout) {
          files.addAll(write(layout.open(release, shard), items));
        }
      }
    }
    byte[] classes = ReleaseManifest.classMapBytes(plan().classMap());
    files.add(release.add(ReleaseManifest.CLASS_MAP_FILE, "json", classes));
    return files;
  }

  private static <T> List<ShardFile> write(ShardWriter<T> writer, List<T> records)
      throws IOException {
    try (writer) {
      for (T record : records) {
        writer.write(record);
      }
      return writer.finish();
    }
  }

  /** A video that is one item. */
  static ReleaseVideo video(ReleaseItem i) {
    return new ReleaseVideo(
        i.itemId(),
        i.contentId(),
        i.itemId(),
        i.split(),
        new ReleaseVideo.Footage("file:/clips/" + i.itemId() + ".mp4", 5.0, 25.0, 640, 360, 9L),
        List.of(
            new ReleaseVideo.Segment(
                i.itemId(),
                i.startSec(),
                i.endSec(),
                i.label(),
                (int) i.classIndex(),
                0.75,
                "model",
                "ready",
                3,
                i.vector(),
                null)));
  }

  static ReleaseManifest manifest(String name, List<ShardFile> files) {
    return new ReleaseManifest(
        ReleaseManifest.VERSION,
        name,
        plan().releaseId(),
        "emulator/m/visual",
        2,
        3,
        plan().classMap(),
        plan().counts(),
        Map.of("ready", 3L),
        Map.of("unnamed", 1L),
        "confidence > 0.5",
        9,
        51,
        "",
        List.of("tfrecord", "npy", "tfrecord-sequence", "fiftyone"),
        10,
        Map.of("curated", "0"),
        List.of(new ReleaseManifest.Origin("c1", "video", 2, 7)),
        "conf",
        "0.1",
        files,
        "");
  }
}
