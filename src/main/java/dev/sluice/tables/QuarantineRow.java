package dev.sluice.tables;

import java.time.Instant;

/** A thing that a step refused, with a reason that a person can act on. */
@TableInfo(
    name = "quarantine",
    comment = "One row per thing refused anywhere, with what to do about it.",
    key = {"step", "key"})
public record QuarantineRow(
    @Comment("The step that refused it.") String step,
    @Comment("What was refused: a video_id, a file, a work key.") String key,
    @Comment("Code in lower snake case.") String reason,
    @Comment("What is wrong and what to do.") String detail,
    @Comment("When it was first refused.") Instant firstSeen,
    @Comment("Whether it may go through later, once its cause is gone.") boolean replayable) {
  /** A paid answer that is there and cannot be understood: the work itself is done. */
  public static final String UNREADABLE_ANSWER = "unreadable_answer";

  /** A work that was not sent: its file is not there, or another one. */
  public static final String UNREADABLE_FILE = "unreadable_file";

  /** The table. */
  public static final Table<QuarantineRow> TABLE = Table.of(QuarantineRow.class);
}
