package dev.sluice.tables;

import java.util.List;

/** All tables that Sluice writes. */
public final class Tables {
  /** In the order of the data's way. */
  public static final List<Table<?>> ALL =
      List.of(
          VideoRow.TABLE,
          QuarantineRow.TABLE,
          CallRow.TABLE,
          ResponseRow.TABLE,
          EmbeddingRow.TABLE,
          ClusteringRow.TABLE,
          ClusterRow.TABLE,
          ClusterMemberRow.TABLE,
          ProjectionRow.TABLE,
          ClusterLabelRow.TABLE,
          PromptVectorRow.TABLE,
          ClassificationRow.TABLE,
          ReviewRow.TABLE,
          CuratedRow.TABLE,
          EvaluationRow.TABLE,
          TrendRow.TABLE,
          TrendChangeRow.TABLE,
          ReleaseRow.TABLE,
          RunRow.TABLE,
          ForgottenRow.TABLE);

  private Tables() {}
}
