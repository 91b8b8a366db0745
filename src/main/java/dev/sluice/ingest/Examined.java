package dev.sluice.ingest;

import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;
import dev.sluice.tables.VideoRow;

/** What looking at one manifest row gave. Passed from executors to the driver, never written. */
@TableInfo(name = "examined", comment = "One row per manifest row.", key = "key")
record Examined(
    @Comment("What a person would call it: its video_id, or what stands for it.") String key,
    @Comment(
            value = "Its row in videos; null for rows without an id of their own.",
            nullable = true)
        VideoRow video,
    @Comment(value = "Why it is refused.", nullable = true) String reason,
    @Comment(value = "Why, in a sentence.", nullable = true) String detail,
    @Comment("Whether trying again may help although the file stays the same.") boolean replayable,
    @Comment("Whether its file was opened for this.") boolean opened,
    @Comment("Whether it was accepted before this run.") boolean acceptedBefore,
    @Comment(
            value = "Why its store could not be asked; the video stays as it was.",
            nullable = true)
        String unseen,
    @Comment(
            value = "What quarantine calls it while it has no video_id; null while it has none.",
            nullable = true)
        String unnamed) {
  /** Its columns. */
  static final Table<Examined> TABLE = Table.of(Examined.class);
}
