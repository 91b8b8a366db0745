package dev.sluice.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.media.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * {@code manifest.json}: what a release holds and what it was made from. It is written last: a
 * folder without it is no release. It holds no wall-clock time, so the same input gives the same
 * bytes.
 *
 * @param formatVersion version of this layout, 2; in 1 nothing from {@code where} to {@code
 *     madeFrom} was there
 * @param name the release, also the name of its folder
 * @param releaseId SHA-256 of what is in it and how it was asked for
 * @param lens embedding space of the vectors
 * @param dim length of the vectors
 * @param items items in it
 * @param classMap label to index, as in the labels files
 * @param counts items by split and label
 * @param verdicts items by verdict: {@code ready}, or {@code review} when a person should look
 * @param leftOut curated items that are not in it, by reason: {@code unnamed} (no label), {@code
 *     excluded} (by a person or a rule), {@code no_vector}, {@code filtered} (by {@code where}),
 *     {@code capped} (by {@code maxPerClass})
 * @param where SQL condition that its items met; empty for all
 * @param maxPerClass items of a class at most; 0 for all
 * @param seed decides which items of a class that has too many
 * @param madeFrom the release that this one repeats; empty for none
 * @param formats formats in it
 * @param shardItems items per shard at most
 * @param sourceVersions versions of the tables it was made from
 * @param clusterings the clusterings its labels came through, with their seeds
 * @param configHash hash of the job's settings
 * @param codeVersion version of Sluice
 * @param files every other file, with its checksum
 * @param manifestSha256 checksum of this file with this value written as 64 zeros
 */
record ReleaseManifest(
    int formatVersion,
    String name,
    String releaseId,
    String lens,
    int dim,
    long items,
    Map<String, Integer> classMap,
    Map<String, Map<String, Long>> counts,
    Map<String, Long> verdicts,
    Map<String, Long> leftOut,
    String where,
    int maxPerClass,
    long seed,
    String madeFrom,
    List<String> formats,
    int shardItems,
    Map<String, String> sourceVersions,
    List<Origin> clusterings,
    String configHash,
    String codeVersion,
    List<ShardFile> files,
    String manifestSha256) {
  /** Name of the file. */
  static final String FILE = "manifest.json";

  /** Name of the file that holds the class map alone. */
  static final String CLASS_MAP_FILE = "class_map.json";

  /** Version of the layout that is written. */
  static final int VERSION = 2;

  private static final String NO_CHECKSUM = "0".repeat(64);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  /**
   * A clustering that labels came through.
   *
   * @param clusteringId the clustering
   * @param unit video or clip
   * @param k number of clusters
   * @param seed seed of its fit
   */
  record Origin(String clusteringId, String unit, int k, long seed) {}

  /** The bytes of the file, with its own checksum filled in. */
  byte[] bytes() {
    String blank = json(withChecksum(NO_CHECKSUM));
    String checksum = Sha256.hex(blank.getBytes(StandardCharsets.UTF_8));
    return json(withChecksum(checksum)).getBytes(StandardCharsets.UTF_8);
  }

  /** The bytes of a class map file. */
  static byte[] classMapBytes(Map<String, Integer> classMap) {
    return json(classMap).getBytes(StandardCharsets.UTF_8);
  }

  /** Items by label over all splits. */
  long itemsOf(String label) {
    return counts.values().stream().mapToLong(byLabel -> byLabel.getOrDefault(label, 0L)).sum();
  }

  /**
   * Reads the file.
   *
   * @throws DamagedFileException when it is not a manifest or its own checksum differs
   */
  static ReleaseManifest parse(byte[] bytes) throws DamagedFileException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    ReleaseManifest manifest;
    try {
      JsonNode tree = JSON.readTree(text);
      if (tree instanceof ObjectNode first && first.path("format_version").asInt() == 1) {
        first.put("where", "").put("max_per_class", 0).put("seed", 0).put("made_from", "");
      }
      manifest = JSON.treeToValue(tree, ReleaseManifest.class);
    } catch (JsonProcessingException e) {
      throw new DamagedFileException(
          "does not read as a release manifest: " + e.getOriginalMessage());
    }
    if (manifest == null || manifest.formatVersion() < 1 || manifest.formatVersion() > VERSION) {
      throw new DamagedFileException("is not a release manifest of format version 1 or " + VERSION);
    }
    String blank = text.replace(manifest.manifestSha256(), NO_CHECKSUM);
    if (!Sha256.hex(blank.getBytes(StandardCharsets.UTF_8)).equals(manifest.manifestSha256())) {
      throw new DamagedFileException("its own checksum (manifest_sha256) differs: it was changed");
    }
    return manifest;
  }

  private ReleaseManifest withChecksum(String checksum) {
    return new ReleaseManifest(
        formatVersion,
        name,
        releaseId,
        lens,
        dim,
        items,
        classMap,
        counts,
        verdicts,
        leftOut,
        where,
        maxPerClass,
        seed,
        madeFrom,
        formats,
        shardItems,
        sourceVersions,
        clusterings,
        configHash,
        codeVersion,
        files,
        checksum);
  }

  private static String json(Object value) {
    try {
      // The pretty printer asks the platform for line ends; a release is the same everywhere.
      return JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is plain data", e);
    }
  }
}
