package dev.sluice.tables;

import java.util.LinkedHashMap;
import java.util.List;
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
    // The question that counts, as Clusterings.labels has it; labels follow when curate has run.
    views.put(
        "label_provenance",
        """
        SELECT c.item_id, c.label, c.label_source, c.confidence, c.cluster_id, c.distance,
               l.votes, l.asked, l.model, l.taxonomy_version, l.e.work_key,
               l.e.label AS answer, l.e.evidence, k.served_by, k.completed_at, k.price, k.currency
        FROM curated c
        LEFT JOIN (SELECT *, explode_outer(evidence) AS e
                   FROM (SELECT *, first(struct(taxonomy_version, prompt_hash, model)) OVER (
                           PARTITION BY clustering_id
                           ORDER BY decided_at DESC, prompt_hash DESC, model DESC) AS newest
                         FROM cluster_labels)
                   WHERE struct(taxonomy_version, prompt_hash, model) = newest) l
          ON l.clustering_id = c.clustering_id AND l.cluster_id = c.cluster_id
        LEFT JOIN calls k ON k.work_key = l.e.work_key AND k.outcome = 'done'""");
    views.put(
        "video_topics",
        """
        SELECT class_set, video_id, rank, class_name, round(score, 2) AS score,
               round(duration_ratio, 4) AS duration_ratio, round(best_cosine, 4) AS best_cosine,
               size(clips) AS clips, provider, model
        FROM classifications WHERE assigned ORDER BY class_set, video_id, rank""");
    views.put(
        "contradictions",
        """
        SELECT against = 'another_group' AS across_groups, labelling AS found_in, name AS what,
               detail AS labels, items, CASE WHEN measure = 'cosine' THEN value END AS cosine
        FROM evaluations
        WHERE scope = 'contradiction' AND clustering_id IN (SELECT clustering_id FROM curated)
        ORDER BY 1 DESC, 2, 6 DESC NULLS FIRST, 3""");
    views.put("trends_by_day", trendsBy("all", "day"));
    for (String dimension : List.of("camera", "site", "zone", "shift")) {
      views.put("trends_by_" + dimension, trendsBy(dimension, "value AS " + dimension));
    }
    return views;
  }

  // All days of a value together; the single days are in the table itself.
  private static String trendsBy(String dimension, String of) {
    return """
        SELECT label, %s, sum(items) AS items, round(sum(minutes), 2) AS minutes,
               round(sum(footage_hours), 3) AS footage_hours,
               round(sum(items) / sum(footage_hours), 4) AS items_per_hour,
               round(sum(minutes) / sum(footage_hours) / 60, 4) AS minutes_share,
               min(day) AS first_day, max(day) AS last_day
        FROM trends WHERE dimension = '%s' GROUP BY 1, 2"""
        .formatted(of, dimension);
  }
}
