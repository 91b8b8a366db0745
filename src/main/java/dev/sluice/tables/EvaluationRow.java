package dev.sluice.tables;

/** One measure of a labelling. */
@TableInfo(
    name = "evaluations",
    comment = "How good a labelling is: one row per measure, overall, by class, group and pair.",
    key = {"clustering_id", "labelling", "against", "scope", "name", "measure"},
    retentionDays = 365,
    check = "scope IN ('overall', 'class', 'group', 'pair', 'group_pair', 'contradiction')")
public record EvaluationRow(
    @Comment("The clustering that was labelled.") String clusteringId,
    @Comment("What is measured: curated, clusters, model or ground_truth.") String labelling,
    @Comment("What it is held against: ground_truth, review or itself.") String against,
    @Comment("overall, class, group, pair, group_pair or contradiction.") String scope,
    @Comment("The class or group, 'truth -> answer' for pairs, the content; empty for overall.")
        String name,
    @Comment("precision, recall, f1, accuracy, coverage, macro_f1, purity, nmi, ari or items.")
        String measure,
    @Comment("Its value: 0 to 1 for shares, at most 1 for ari, a number for items.") double value,
    @Comment("Items it is measured on.") long items,
    @Comment(value = "What contradicts what.", nullable = true) String detail) {
  /** The table. */
  public static final Table<EvaluationRow> TABLE = Table.of(EvaluationRow.class);
}
