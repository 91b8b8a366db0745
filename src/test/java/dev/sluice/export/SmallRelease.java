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
    return ReleaseStore.at(new Configuration(false), root.toString(), plan().releaseId());
  }

  static ReleasePlan plan() {
    ReleasePlan.Builder plan = new ReleasePlan.Builder(Map.of(), 10);
    for (ReleaseItem i : ITEMS) {
      plan.add(new ReleaseLine(i.itemId(), i.label(), i.split(), i.contentId(), "k", 2));
    }
    return plan.build();
  }

  static ReleaseManifest commit(Path root, String name) throws IOException {
    ReleaseStore store = store(root);
    ReleaseManifest manifest = manifest(name, shards(store));
    store.commit(manifest);
    return manifest;
  }

  static List<ShardFile> shards(ReleaseStore store) throws IOException {
    List<ShardFile> files = new ArrayList<>();
    for (PlannedShard shard : plan().shards()) {
      for (ExportFormat format : ExportFormat.values()) {
        try (ShardWriter writer = format.open(store, shard)) {
          for (ReleaseItem item : ITEMS) {
            if (item.split().equals(shard.split())) {
              writer.write(item);
            }
          }
          files.addAll(writer.finish());
        }
      }
    }
    byte[] classes = ReleaseManifest.classMapBytes(plan().classMap());
    try (HashedFile file = store.create(ReleaseManifest.CLASS_MAP_FILE)) {
      file.write(classes);
    }
    files.add(
        new ShardFile(
            ReleaseManifest.CLASS_MAP_FILE, "", "json", 0, classes.length, Sha256.hex(classes)));
    return files;
  }

  static ReleaseManifest manifest(String name, List<ShardFile> files) {
    return new ReleaseManifest(
        1,
        name,
        plan().releaseId(),
        "emulator/m/visual",
        2,
        3,
        plan().classMap(),
        plan().counts(),
        Map.of("ready", 3L),
        Map.of("unnamed", 1L),
        List.of("tfrecord", "npy"),
        10,
        Map.of("curated", "0"),
        List.of(new ReleaseManifest.Origin("c1", "video", 2, 7)),
        "conf",
        "0.1",
        files,
        "");
  }
}
