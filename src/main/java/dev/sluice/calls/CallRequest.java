package dev.sluice.calls;

import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;

/** A work handed to a task, with what the driver knows about it. */
@TableInfo(name = "call_requests", comment = "Not stored.", key = "work_key")
public record CallRequest(
    @Comment("The work.") Work work,
    @Comment("The generation to create or to fetch.") int generation,
    @Comment("The provider's id of the task to fetch; empty to create one.") String ref,
    @Comment("Generation of the content's last upload in the ledger; 0 for none.")
        int uploadGeneration,
    @Comment("The provider's id of that upload; empty when it came to nothing.") String uploadRef,
    @Comment("Whether it was fetched in vain before.") boolean inVain) {
  /** A work whose content was never uploaded, as far as the ledger says. */
  public CallRequest(Work work, int generation, String ref) {
    this(work, generation, ref, PastUpload.NONE.generation(), PastUpload.NONE.ref(), false);
  }

  static final Table<CallRequest> CODEC = Table.of(CallRequest.class);
}
