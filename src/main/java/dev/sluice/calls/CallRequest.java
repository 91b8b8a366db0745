package dev.sluice.calls;

import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;

/** A work handed to a task, with what the driver knows about it. */
@TableInfo(name = "call_requests", comment = "Not stored.", key = "work_key")
public record CallRequest(
    @Comment("The work.") Work work,
    @Comment("The generation to create or to fetch.") int generation,
    @Comment("The provider's id of the task to fetch; empty to create one.") String ref) {
  static final Table<CallRequest> CODEC = Table.of(CallRequest.class);
}
