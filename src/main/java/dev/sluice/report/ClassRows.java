package dev.sluice.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Classes with their videos, as the template asks for them. */
final class ClassRows {
  private static final int FIRST = 3;

  private ClassRows() {}

  static Map<String, Object> of(Findings.ClassSet set, Links links) {
    return Map.of(
        "set", set.name(), "classes", set.classes().stream().map(c -> show(c, links)).toList());
  }

  private static Map<String, Object> show(Findings.ClassShow c, Links links) {
    List<Map<String, Object>> videos = c.best().stream().map(v -> video(v, links)).toList();
    int first = Math.min(FIRST, videos.size());
    Map<String, Object> map = new HashMap<>();
    map.put("class", c.name());
    map.put(
        "assigned",
        "%s of %s".formatted(Figures.count(c.assigned()), Figures.counted(c.videos(), "video")));
    map.put(
        "rule",
        "clips match from cosine %s, a video from %s of its time"
            .formatted(Figures.measure(c.threshold()), Figures.percent(c.minRatio())));
    map.put("first", videos.subList(0, first));
    map.put("rest", videos.subList(first, videos.size()));
    map.put(
        "hasRest",
        videos.size() > first ? Figures.counted(videos.size() - first, "more video") : false);
    return map;
  }

  private static Map<String, Object> video(Findings.ClassVideo v, Links links) {
    Map<String, Object> map = new HashMap<>();
    map.put("name", v.videoId());
    map.put("isAssigned", v.isAssigned());
    map.put("score", Figures.measure(v.score()));
    map.put("scoreWidth", Math.round(Math.max(0, Math.min(100, v.score()))));
    map.put("ratio", Figures.percent(v.durationRatio()));
    map.put("ratioWidth", Math.round(100 * Math.max(0, Math.min(1, v.durationRatio()))));
    map.put("clips", v.clips().stream().map(clip -> clip(v, clip, links)).toList());
    int more = v.matches() - v.clips().size();
    map.put("moreClips", more > 0 ? Figures.counted(more, "more clip") : false);
    map.put("noClips", v.clips().isEmpty());
    return map;
  }

  private static Map<String, Object> clip(
      Findings.ClassVideo v, Findings.ClassClip clip, Links links) {
    Map<String, Object> map = new HashMap<>();
    map.put("span", PageRows.span(clip.startSec(), clip.endSec()));
    map.put("prompt", clip.prompt());
    map.put("option", clip.option());
    map.put("cosine", Figures.measure(clip.cosine()));
    map.put(
        "video",
        links.to(v.uri(), clip.startSec(), clip.endSec()).<Object>map(l -> l).orElse(false));
    return map;
  }
}
