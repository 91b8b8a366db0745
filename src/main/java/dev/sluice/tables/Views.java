package dev.sluice.tables;

import java.util.LinkedHashMap;
import java.util.Map;

/** Ready-made questions over the tables, by name. */
final class Views {
  private Views() {}

  static final Map<String, String> SQL = sql();

  private static Map<String, String> sql() {
    Map<String, String> views = new LinkedHashMap<>();
    views.put(
        "label_mix",
        """
        SELECT coalesce(label, '(unnamed)') AS label, label_source, verdict,
               count(*) AS items, round(sum(end_sec - start_sec) / 60, 2) AS minutes,
               round(avg(confidence), 3) AS confidence
        FROM curated GROUP BY 1, 2, 3""");
    views.put(
        "review_queue",
        """
        SELECT item_id, label, confidence, reasons, cluster_id, distance
        FROM curated WHERE verdict = 'review'""");
    views.put(
        "spend_by_day",
        """
        SELECT date(requested_at) AS day, provider, operation,
               coalesce(served_by, model) AS model, outcome,
               count(*) AS calls, round(sum(units), 3) AS units, first(unit) AS unit,
               round(sum(CASE WHEN billed <> 'no' THEN price ELSE 0 END), 4) AS price, currency
        FROM calls GROUP BY 1, 2, 3, 4, 5, currency""");
    views.put(
        "label_provenance",
        """
        SELECT c.item_id, c.label, c.label_source, c.confidence, c.cluster_id, c.distance,
               l.votes, l.asked, l.model, l.taxonomy_version, l.e.work_key,
               l.e.label AS answer, l.e.evidence, k.served_by, k.completed_at, k.price, k.currency
        FROM curated c
        LEFT JOIN (SELECT *, explode_outer(evidence) AS e FROM cluster_labels) l
          ON l.clustering_id = c.clustering_id AND l.cluster_id = c.cluster_id
        LEFT JOIN calls k ON k.work_key = l.e.work_key AND k.outcome = 'done'""");
    views.put(
        "video_topics",
        """
        SELECT class_set, video_id, rank, class_name, round(score, 2) AS score,
               round(duration_ratio, 4) AS duration_ratio, round(best_cosine, 4) AS best_cosine,
               size(clips) AS clips, provider, model
        FROM classifications WHERE assigned ORDER BY class_set, video_id, rank""");
    return views;
  }
}
