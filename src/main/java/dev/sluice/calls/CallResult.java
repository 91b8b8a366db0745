package dev.sluice.calls;

import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;

/** The small row that a task returns per work; everything else is in the journal. */
@TableInfo(name = "call_results", comment = "Not stored.", key = "work_key")
public record CallResult(
    @Comment("The work.") String workKey,
    @Comment("Creates accepted, uploads not counted.") int creates,
    @Comment("Files sent.") int uploads,
    @Comment("What a person should know; empty when all is well.") String note) {
  static final Table<CallResult> CODEC = Table.of(CallResult.class);
}
