package dev.sluice.export;

import dev.sluice.media.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a release will hold, worked out in one pass over its sorted items without their vectors: its
 * id, its shards and its counts. Memory grows with the number of shards and classes only.
 *
 * @param releaseId SHA-256 of settings and items: equal ids are the same release
 * @param shards in order of split and id
 * @param classMap label to index, by name
 * @param counts items by split and label
 * @param items all items
 * @param dim length of the vectors; 0 when there are no items
 */
record ReleasePlan(
    String releaseId,
    List<PlannedShard> shards,
    Map<String, Integer> classMap,
    Map<String, Map<String, Long>> counts,
    long items,
    int dim) {

  /** Collects a plan from items sorted by split and id, both as UTF-8 bytes. */
  static final class Builder {
    private final int shardItems;
    private final MessageDigest digest = Sha256.digest();
    private final List<PlannedShard> shards = new ArrayList<>();
    private final Map<String, Map<String, Long>> counts = new TreeMap<>();
    private ReleaseLine first;
    private ReleaseLine last;
    private String shardStart;
    private int inShard;
    private int idWidth;
    private int shardsOfSplit;
    private long items;

    /**
     * Starts a plan.
     *
     * @param settings what else decides the release: formats, lens, name
     * @param shardItems items per shard
     */
    Builder(Map<String, String> settings, int shardItems) {
      this.shardItems = shardItems;
      new TreeMap<>(settings).forEach(this::hash);
      hash("shard-items", Integer.toString(shardItems));
    }

    /**
     * Adds the next item.
     *
     * @throws IllegalArgumentException when the item is there twice or its vector has another
     *     length
     */
    void add(ReleaseLine line) {
      if (first == null) {
        first = line;
      }
      check(line);
      boolean newSplit = last == null || !last.split().equals(line.split());
      if (last != null && (newSplit || inShard == shardItems)) {
        close();
      }
      if (newSplit) {
        shardsOfSplit = 0;
      }
      if (inShard == 0) {
        shardStart = line.itemId();
      }
      inShard++;
      idWidth = Math.max(idWidth, line.itemId().codePointCount(0, line.itemId().length()));
      counts
          .computeIfAbsent(line.split(), s -> new TreeMap<>())
          .merge(line.label(), 1L, Math::addExact);
      hash(line.itemId(), line.label(), line.split(), line.contentId(), line.workKey());
      items++;
      last = line;
    }

    /** The plan. */
    ReleasePlan build() {
      if (last != null) {
        close();
      }
      Map<String, Integer> classMap = new TreeMap<>();
      counts.values().forEach(byLabel -> byLabel.keySet().forEach(l -> classMap.put(l, 0)));
      int index = 0;
      for (Map.Entry<String, Integer> entry : classMap.entrySet()) {
        entry.setValue(index++);
      }
      return new ReleasePlan(
          HexFormat.of().formatHex(digest.digest()),
          List.copyOf(shards),
          new LinkedHashMap<>(classMap),
          counts,
          items,
          first == null ? 0 : first.dim());
    }

    private void check(ReleaseLine line) {
      if (last != null
          && last.itemId().equals(line.itemId())
          && last.split().equals(line.split())) {
        throw new IllegalArgumentException(
            "item '%s' is there twice: curated or embeddings holds two rows for it"
                .formatted(line.itemId()));
      }
      if (line.dim() != first.dim()) {
        throw new IllegalArgumentException(
            "the vector of item '%s' has %d numbers, that of item '%s' has %d: one release holds one lens"
                .formatted(line.itemId(), line.dim(), first.itemId(), first.dim()));
      }
    }

    private void close() {
      shards.add(
          new PlannedShard(
              shards.size(),
              last.split(),
              shardsOfSplit++,
              shardStart,
              inShard,
              idWidth,
              first.dim()));
      inShard = 0;
      idWidth = 0;
    }

    // Each part is preceded by its length, so that no two lists of parts read the same.
    private void hash(String... parts) {
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(
            Integer.toString(bytes.length).concat(":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
    }
  }
}
