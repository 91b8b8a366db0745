package dev.sluice.tables;

/** The raw answer of one call, compressed; may be deleted once its content is in other tables. */
@TableInfo(
    name = "responses",
    comment = "Raw answers of paid calls, gzip; deletable.",
    key = {"work_key", "generation"},
    statsColumns = 4)
public record ResponseRow(
    @Comment("The work.") String workKey,
    @Comment("Its generation.") int generation,
    @Comment("Content the call was about.") String contentId,
    @Comment("embed, embed_text or analyze.") String operation,
    @Comment("Provider namespace.") String provider,
    @Comment("Model that answered, as the provider names it.") String servedBy,
    @Comment("The answer, gzip.") byte[] answer) {
  /** The table. */
  public static final Table<ResponseRow> TABLE = Table.of(ResponseRow.class);
}
