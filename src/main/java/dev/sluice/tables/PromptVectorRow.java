package dev.sluice.tables;

/**
 * The vector of a text that videos are compared with. A table of its own: warehouses in use have a
 * CHECK on {@code embeddings} that lets only clips and videos in.
 */
@TableInfo(
    name = "prompt_vectors",
    comment = "One row per text and model: its vector, paid for once, kept when raw answers go.",
    key = "work_key",
    retentionDays = 365,
    statsColumns = 5)
public record PromptVectorRow(
    @Comment("The paid work it came from.") String workKey,
    @Comment("Provider namespace.") String provider,
    @Comment("Model asked for.") String model,
    @Comment("The text.") String text,
    @Comment("Length of the vector.") int dim,
    @Comment("The vector, as the provider gave it.") float[] vector) {
  /** The table. */
  public static final Table<PromptVectorRow> TABLE = Table.of(PromptVectorRow.class);
}
