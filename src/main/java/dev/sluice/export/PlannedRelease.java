package dev.sluice.export;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A release before anything is written.
 *
 * @param name how it is named
 * @param recipe what decided it
 * @param lens embedding space of its vectors
 * @param census what becomes of the curated items
 * @param plan its shards and counts
 * @param origins the clusterings its labels came through
 * @param listed its items without vectors, cached
 * @param included its items with vectors
 */
record PlannedRelease(
    ReleaseName name,
    Recipe recipe,
    String lens,
    Census census,
    ReleasePlan plan,
    List<ReleaseManifest.Origin> origins,
    Dataset<Row> listed,
    Dataset<Row> included) {}
