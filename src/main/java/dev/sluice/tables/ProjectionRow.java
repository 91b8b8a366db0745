package dev.sluice.tables;

/** An item of a clustering in two dimensions. */
@TableInfo(
    name = "projections",
    comment =
        "One row per item of a clustering: where it lies on a map of two dimensions, and how far to"
            + " trust the map there.",
    key = {"clustering_id", "content_id", "start_sec", "end_sec"},
    retentionDays = 365,
    check =
        "method IN ('umap', 'pca') AND placed IN ('fitted', 'by_neighbours')"
            + " AND trustworthiness BETWEEN 0 AND 1")
public record ProjectionRow(
    @Comment("The clustering whose items and space these are.") String clusteringId,
    @Comment("Embedding space.") String lens,
    @Comment("Content of the item.") String contentId,
    @Comment("Start of the item, seconds.") double startSec,
    @Comment("End of the item, seconds.") double endSec,
    @Comment("Place from left to right; the unit means nothing.") double x,
    @Comment("Place from bottom to top; the unit means nothing.") double y,
    @Comment("umap or pca.") String method,
    @Comment(
            "fitted: the map was made of this item (umap), or it was projected (pca)."
                + " by_neighbours: weighted mean of the fitted items nearest to it.")
        String placed,
    @Comment(
            "0 to 1: 1 when its neighbours on the map are its neighbours in the lens. The mean over"
                + " the items is the trustworthiness of the map.")
        double trustworthiness,
    @Comment("How many neighbours that counts.") int neighbours,
    @Comment("Settings of the map.") String settings) {
  /** The table. */
  public static final Table<ProjectionRow> TABLE = Table.of(ProjectionRow.class);

  /** Place of an item that the map was made of. */
  public static final String FITTED = "fitted";

  /** Place of an item by the fitted items nearest to it. */
  public static final String BY_NEIGHBOURS = "by_neighbours";

  /** Method that keeps neighbours together. */
  public static final String UMAP = "umap";

  /** Method that keeps the most variance. */
  public static final String PCA = "pca";
}
