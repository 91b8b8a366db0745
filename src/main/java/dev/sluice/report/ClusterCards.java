package dev.sluice.report;

import java.util.HashMap;
import java.util.Map;

/** Clusters as the template asks for them. */
record ClusterCards(Findings findings, Palette palette, Pictures pictures, Links links) {

  Map<String, Object> of(Findings.Cluster c) {
    boolean emulated = findings.origin() != null && findings.origin().provider().equals("emulator");
    Map<String, Object> map = new HashMap<>();
    map.put("id", c.id());
    map.put("colour", palette.css(c.label()));
    map.put("name", c.label() == null ? "unnamed" : c.label());
    map.put("isNamed", c.label() != null);
    map.put("items", Figures.counted(c.size(), "item"));
    map.put("votes", PageRows.votes(c, emulated));
    map.put("byPerson", c.labelSource().equals("review"));
    map.put("evidence", c.evidence());
    map.put("hasEvidence", !c.evidence().isEmpty());
    map.put("evidenceBy", emulated ? "Measured by the detector" : "Seen by the model");
    map.put("cohesion", Figures.measure(c.meanDistance()));
    map.put("margin", Figures.measure(c.meanMargin()));
    map.put("outliers", c.outliers() == 0 ? false : Figures.counted(c.outliers(), "outlier"));
    map.put(
        "nearest",
        c.nearestId() < 0
            ? false
            : Map.of(
                "id",
                c.nearestId(),
                "name",
                palette.cluster(c.nearestId()),
                "distance",
                Figures.measure(c.nearestDistance())));
    map.put("otherwise", c.otherwise() == 0 ? false : Figures.counted(c.otherwise(), "item"));
    map.put("members", c.members().stream().map(this::member).toList());
    map.put("decide", QueueRows.decision("cluster_of", key(c), c.label(), "cluster " + c.id()));
    return map;
  }

  /** The item by which a decision names a cluster; empty when it has none. */
  static String key(Findings.Cluster c) {
    return c.members().isEmpty() ? "" : c.members().get(0).itemId();
  }

  private Map<String, Object> member(Findings.Member m) {
    Map<String, Object> map = new HashMap<>();
    String picture = pictures.byMember().get(m);
    map.put("picture", picture == null ? false : picture);
    map.put("video", links.to(m.uri(), m.startSec(), m.endSec()).<Object>map(l -> l).orElse(false));
    map.put("name", m.videoId());
    map.put("place", m.rank() == 1 ? "nearest to the centre" : "number " + m.rank());
    map.put("span", PageRows.span(m.startSec(), m.endSec()));
    return map;
  }
}
