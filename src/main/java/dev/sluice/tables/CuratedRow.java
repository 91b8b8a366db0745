package dev.sluice.tables;

import java.util.List;

/** An item of the dataset. */
@TableInfo(
    name = "curated",
    comment = "The dataset: one row per item with its label, verdict, split and provenance.",
    key = {"video_id", "start_sec", "end_sec"},
    retentionDays = 365,
    check = "verdict IN ('ready', 'review', 'excluded')")
public record CuratedRow(
    @Comment("video_id@start-end for clips, the video_id for whole videos.") String itemId,
    @Comment("The video.") String videoId,
    @Comment("Start of the item, seconds.") double startSec,
    @Comment("End of the item, seconds.") double endSec,
    @Comment("Identity of the bytes.") String contentId,
    @Comment("The recording it was cut from; splits never separate it.") String sourceId,
    @Comment(value = "Label; null when nobody named it.", nullable = true) String label,
    @Comment("model, review or none.") String labelSource,
    @Comment("0 to 1: from votes, distance and margin for a model; 1 for a review.")
        double confidence,
    @Comment("ready, review or excluded.") String verdict,
    @Comment("Why it is not ready.") List<String> reasons,
    @Comment("train, validation or test.") String split,
    @Comment(value = "Ground truth from the manifest; never used as a label.", nullable = true)
        String groundTruth,
    @Comment("Embedding space it was clustered in.") String lens,
    @Comment("The clustering that decided.") String clusteringId,
    @Comment("Its cluster.") int clusterId,
    @Comment("Distance to its centroid.") double distance,
    @Comment("Margin to the next centroid.") double margin,
    @Comment(value = "Taxonomy name and version, for model labels.", nullable = true)
        String taxonomyVersion,
    @Comment(value = "Prompt, for model labels.", nullable = true) String promptHash,
    @Comment(value = "Model, for model labels.", nullable = true) String model) {
  /** The table. */
  public static final Table<CuratedRow> TABLE = Table.of(CuratedRow.class);
}
