package dev.sluice.calls;

import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;

/**
 * One piece of paid work, described completely: whoever has this can do it, and two equal keys are
 * one work. Make it with {@link Works}.
 */
@TableInfo(
    name = "works",
    comment = "Not stored: works on their way to executors.",
    key = "work_key")
public record Work(
    @Comment("SHA-256 of everything that defines the work.") String workKey,
    @Comment("embed, embed_text or analyze.") String operation,
    @Comment("Model asked for.") String model,
    @Comment("Content it is about.") String contentId,
    @Comment("Where the file is, for the upload; or a direct https link; empty for words.")
        String sourceUri,
    @Comment("The request, as JSON.") String request,
    @Comment("Minutes of media it will be billed for, at most.") double mediaMinutes,
    @Comment("Tokens it will answer, at most.") long outputTokens) {
  /** Codec for Datasets. */
  public static final Table<Work> CODEC = Table.of(Work.class);
}
