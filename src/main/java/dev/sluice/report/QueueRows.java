package dev.sluice.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a person should look at, as the template asks for it. */
record QueueRows(Findings findings, Links links) {

  /** Whether there is anything to decide about. */
  boolean isThere() {
    return !findings.clusters().isEmpty();
  }

  /** Every key of the section about decisions. */
  Map<String, Object> context() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Findings.Cluster c : findings.clusters()) {
      if (c.label() == null && !c.members().isEmpty()) {
        rows.add(cluster(c));
      }
    }
    findings.queue().first().forEach(task -> rows.add(task(task)));
    int more = (int) Math.max(0, findings.queue().items() - findings.queue().first().size());
    Map<String, Object> map = new HashMap<>();
    map.put("hasReview", isThere());
    map.put("tasks", rows);
    map.put("hasTasks", !rows.isEmpty());
    map.put(
        "moreTasks", more == 0 ? false : Figures.counted(more, "more item") + ", surer than these");
    return map;
  }

  /**
   * What decides about an item or a cluster.
   *
   * @param kind video or cluster_of, as in a reviews file
   * @param key the item, as in a reviews file; empty for no decision
   * @param what what is decided about, for those who listen
   */
  static Object decision(String kind, String key, String label, String what) {
    return key.isEmpty()
        ? false
        : Map.of(
            "kind",
            kind,
            "key",
            key,
            "label",
            label == null ? "" : label,
            "what",
            what,
            "hasLabel",
            label != null);
  }

  private Map<String, Object> cluster(Findings.Cluster c) {
    Findings.Member first = c.members().get(0);
    Map<String, Object> row = new HashMap<>();
    row.put("what", "Cluster " + c.id());
    row.put("anchor", Integer.toString(c.id()));
    row.put("which", Figures.counted(c.size(), "item"));
    row.put("label", false);
    row.put("confidence", "–");
    row.put("why", "unnamed");
    row.put("video", video(first.uri(), first.startSec(), first.endSec()));
    row.put("decide", decision("cluster_of", ClusterCards.key(c), null, "cluster " + c.id()));
    return row;
  }

  private Map<String, Object> task(Findings.Task t) {
    Findings.Item item = t.item();
    Map<String, Object> row = new HashMap<>();
    row.put("what", item.id());
    row.put("anchor", false);
    row.put("which", PageRows.span(item.startSec(), item.endSec()) + " of cluster " + t.cluster());
    row.put("label", t.label());
    row.put("confidence", Figures.measure(t.confidence()));
    row.put("why", t.reasons().replace('_', ' '));
    row.put("video", video(item.uri(), item.startSec(), item.endSec()));
    row.put("decide", decision("video", item.id(), t.label(), item.id()));
    return row;
  }

  private Object video(String uri, double startSec, double endSec) {
    return links.to(uri, startSec, endSec).<Object>map(link -> link).orElse(false);
  }
}
