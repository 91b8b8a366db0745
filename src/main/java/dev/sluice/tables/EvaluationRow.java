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
    @Comment("What is measured: curated, clusters, model, ground_truth or neighbours.")
        String labelling,
    @Comment(
            "What it is held against: ground_truth, review, an earlier label run, another"
                + " clustering; itself or another_group for contradictions.")
        String against,
    @Comment("overall, class, group, pair, group_pair or contradiction.") String scope,
    @Comment(
            "The class or group, 'truth -> answer' for pairs, the content or two items; empty for overall.")
        String name,
    @Comment(
            "precision, recall, f1, accuracy, coverage, macro_f1, kappa, purity, nmi, ari, items or"
                + " cosine.")
        String measure,
    @Comment(
            "Its value: 0 to 1 for shares, at most 1 for kappa, ari and cosine, a number for items.")
        double value,
    @Comment("Items it is measured on.") long items,
    @Comment(value = "What contradicts what.", nullable = true) String detail) {
  /** The table. */
  public static final Table<EvaluationRow> TABLE = Table.of(EvaluationRow.class);

  /** Scope of a thing that has two names. */
  public static final String CONTRADICTION = "contradiction";

  /** Held against: the same thing under names of one group, or of none. */
  public static final String ITSELF = "itself";

  /** Held against: the same or a near thing under a name of another group. */
  public static final String ANOTHER_GROUP = "another_group";
}
