package dev.sluice.calls;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.Comment;
import dev.sluice.tables.Table;
import dev.sluice.tables.TableInfo;
import java.util.Optional;

/** The small row that a task returns for what it moved; everything else is in the journal. */
@TableInfo(name = "call_results", comment = "Not stored.", key = "work_key")
public record CallResult(
    @Comment("The work, or the upload.") String workKey,
    @Comment("Its generation.") int generation,
    @Comment("open, sending, later, unread, pending, held, doubt, done, refused or failed.")
        String end,
    @Comment("The provider's id when pending.") String ref,
    @Comment("What a person should know; empty when all is well.") String note) {
  static final Table<CallResult> CODEC = Table.of(CallResult.class);

  /** Nothing is under way. */
  static final String OPEN = "open";

  /** Nothing is under way; more of its source is with the provider than before. */
  static final String SENDING = "sending";

  /** Nothing is under way; what stood in the way may pass. */
  static final String LATER = "later";

  /** Nothing is under way; its file is not there, or another one. */
  static final String UNREAD = "unread";

  /** With the provider, and its answer cannot be had. */
  static final String HELD = "held";

  /** With the provider. */
  static final String PENDING = "pending";

  /** It may have been accepted. */
  static final String DOUBT = "doubt";

  /** The result of a work that ended for good in this generation. */
  static CallResult of(FactName ended) {
    return new CallResult(ended.workKey().value(), ended.generation(), ended.kind().key(), "", "");
  }

  /** The fact that ended this generation; empty when it has not ended. */
  Optional<FactName> fact() {
    for (FactKind kind : FactKind.values()) {
      if (kind.terminal() && kind.key().equals(end)) {
        return Optional.of(new FactName(new WorkKey(workKey), generation, kind));
      }
    }
    return Optional.empty();
  }
}
