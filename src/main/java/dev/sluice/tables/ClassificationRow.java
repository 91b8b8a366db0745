package dev.sluice.tables;

import java.util.List;

/** How much of a video is of a class, by the class's prompts. */
@TableInfo(
    name = "classifications",
    comment = "One row per set of classes, video and class: whether the class is assigned and why.",
    key = {"provider", "class_set", "video_id", "class_name"},
    retentionDays = 365,
    statsColumns = 8,
    check = "score BETWEEN 0 AND 100 AND duration_ratio BETWEEN 0 AND 1 AND rank >= 1")
public record ClassificationRow(
    @Comment("Provider namespace of the vectors.") String provider,
    @Comment("Name of the set of classes: the job's name.") String classSet,
    @Comment("The video.") String videoId,
    @Comment("The class.") String className,
    @Comment("Identity of the bytes.") String contentId,
    @Comment("Place among the classes of the video; 1 is best, assigned ones come first.") int rank,
    @Comment("Whether duration_ratio reaches min_ratio.") boolean assigned,
    @Comment("0 to 100: 100 x the mean cosine of the matched clips, weighted by length.")
        double score,
    @Comment("Time of the matched clips, overlaps once, divided by the video's, 0 to 1.")
        double durationRatio,
    @Comment("Smallest cosine of a matched clip; chosen on a sample where it was calibrated.")
        double threshold,
    @Comment("Smallest duration_ratio of an assigned class.") double minRatio,
    @Comment(
            value = "Highest cosine of any clip and prompt, -1 to 1; null without such clips.",
            nullable = true)
        Double bestCosine,
    @Comment(
            value = "best_cosine minus the highest of the other classes; null when there is none.",
            nullable = true)
        Double margin,
    @Comment("Softmax over the classes of best_cosine divided by tau, 0 to 1.") double share,
    @Comment("Entropy of the shares of the video, nats: 0 is certain, ln(classes) knows nothing.")
        double entropy,
    @Comment("Temperature of share.") double tau,
    @Comment("Model of the clip vectors, as in their lens.") String model,
    @Comment("Hash of classes, prompts, thresholds and settings.") String classesVersion,
    @Comment("The matched clips with the best prompt of each, in order of time.")
        List<Match> clips) {
  /** The table. */
  public static final Table<ClassificationRow> TABLE = Table.of(ClassificationRow.class);

  /** A clip that matches a class. */
  public record Match(
      @Comment("Start, seconds.") double startSec,
      @Comment("End, seconds.") double endSec,
      @Comment("The prompt that is nearest to it.") String prompt,
      @Comment("What was looked at: visual, audio, transcription or fused.") String option,
      @Comment("Cosine of clip and prompt.") double cosine) {}
}
