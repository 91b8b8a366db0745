package dev.sluice.tables;

import java.time.Instant;

/** The ledger: one row per finished call, append-only, no content. */
@TableInfo(
    name = "calls",
    comment = "The ledger of paid calls: one row per (work_key, generation), append-only.",
    key = {"work_key", "generation"},
    check = "billed IN ('yes', 'no', 'unknown')")
public record CallRow(
    @Comment("SHA-256 of everything that defines the work.") String workKey,
    @Comment("1 at first; the next only when the provider failed or expired it.") int generation,
    @Comment("asset, embed, embed_text or analyze.") String operation,
    @Comment("Provider namespace.") String provider,
    @Comment("Model asked for; empty for assets.") String model,
    @Comment(value = "Model that answered, as the provider names it.", nullable = true)
        String servedBy,
    @Comment("Content the call was about.") String contentId,
    @Comment(value = "The provider's id of the task or asset.", nullable = true) String providerRef,
    @Comment("done, refused or failed.") String outcome,
    @Comment("Whether it was billed: yes, no or unknown.") String billed,
    @Comment(value = "Error code.", nullable = true) String errorCode,
    @Comment(value = "Error message, at most 500 characters, free of secrets.", nullable = true)
        String message,
    @Comment("Creates sent for this generation.") int attempts,
    @Comment("Billed amount in the unit.") double units,
    @Comment("media_minute or request.") String unit,
    @Comment("Price by the price list that was in force.") double price,
    @Comment("Currency of the price.") String currency,
    @Comment("When the intent was stored.") Instant requestedAt,
    @Comment("When the answer was stored.") Instant completedAt,
    @Comment("The run that made it.") String runId) {
  /** The table. */
  public static final Table<CallRow> TABLE = Table.of(CallRow.class);
}
