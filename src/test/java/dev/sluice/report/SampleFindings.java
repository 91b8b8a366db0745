package dev.sluice.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Findings with text that would break out of HTML or a script if it were not escaped. */
final class SampleFindings {
  static final String NASTY = "</script><script>alert('x')</script>&\"<b>";

  private SampleFindings() {}

  static Findings nasty() {
    return with(NASTY, "emulator");
  }

  static Findings plain() {
    return with("pedestrians", "twelvelabs");
  }

  static Findings empty() {
    return new Findings(
        "demo",
        "0.1",
        30,
        "USD",
        null,
        new Findings.Footage(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Findings.ItemMap.NONE,
        List.of(),
        Checks.NONE,
        Findings.Queue.NONE,
        List.of());
  }

  static Findings withMap(Findings.ItemMap map) {
    Findings f = plain();
    return new Findings(
        f.title(),
        f.codeVersion(),
        f.rate(),
        f.rateCurrency(),
        f.origin(),
        f.footage(),
        f.refusals(),
        f.charges(),
        f.clusters(),
        f.labels(),
        f.releases(),
        map,
        f.alike(),
        f.checks(),
        f.queue(),
        f.classes());
  }

  private static Findings with(String text, String provider) {
    Findings.Member first = new Findings.Member("f1:a", text, "file:/v/a.mp4", 0, 5, 1, text);
    Findings.Member second =
        new Findings.Member("f1:b", text + "2", "file:/v/b.mp4", 0, 4.4, 2, text + "2");
    return new Findings(
        text,
        "0.1",
        36,
        "USD",
        new Findings.Origin(
            provider, provider + "/m/visual", "video", 2, text, 0.4567, "demo-1", "pegasus"),
        new Findings.Footage(3, 1, 2, 14.4, 3, 2, 0, 1, 10, 5),
        List.of(new Findings.Refusal("ingest", "too_small", 2, text, List.of(text))),
        List.of(
            new Findings.Charge(
                provider, "embed", "m", "done", 3, 0.24, "media_minute", 0.0101, "USD", 1)),
        List.of(
            new Findings.Cluster(
                1,
                2,
                text,
                "model",
                0,
                2,
                2,
                List.of(text),
                0.31,
                0.4,
                1,
                0,
                0.82,
                List.of(first, second)),
            new Findings.Cluster(
                0, 1, null, "none", 0, 1, 1, List.of(), 0.2, 0.1, 0, 1, 0.82, List.of())),
        List.of(new Findings.LabelShare(text, 2, 10, 1, 0, 1)),
        List.of(
            new Findings.Release(
                "demo-001", "tfrecord,npy", 2, 1, 1, "2026-11-21 10:00:00 UTC", "file:/r")),
        new Findings.ItemMap(
            3,
            "umap",
            null,
            0.93,
            1,
            List.of(
                point(0.1, 0.2, 1, text, text),
                point(0.2, 0.2, 1, text, "b"),
                point(-0.5, 0, 0, null, "c@2.5-5"))),
        List.of(new Findings.Alike(0, 1, 0.4, 0.25)),
        checks(text),
        new Findings.Queue(
            41,
            List.of(
                new Findings.Task(
                    new Findings.Item(text, text, "file:/v/a.mp4", 0, 5),
                    1,
                    text,
                    0.25,
                    "low_confidence"))),
        List.of(new Findings.ClassSet(text, List.of(classShow(text)))));
  }

  private static Findings.Point point(double x, double y, int cluster, String label, String item) {
    String video = item.replaceAll("@.*", "");
    return new Findings.Point(
        x,
        y,
        new Findings.Item(item, video, "file:/v/a.mp4", 0, 5),
        cluster,
        label == null,
        label,
        label == null ? "none" : "model",
        0.75,
        label == null ? "review" : "ready",
        label == null ? "unnamed" : "",
        "train",
        0.9,
        label == null ? null : label + ": seen");
  }

  private static Findings.ClassShow classShow(String text) {
    List<Findings.ClassVideo> best = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      best.add(
          new Findings.ClassVideo(
              text + i,
              "file:/v/" + i + ".mp4",
              i < 2,
              31.5 - i,
              0.75 - 0.1 * i,
              9,
              List.of(new Findings.ClassClip(2, 4.5, text, "visual", 0.31))));
    }
    return new Findings.ClassShow(text, 7, 2, 0.2, 0.5, best);
  }

  private static Checks checks(String text) {
    return new Checks(
        new Checks.Truth(
            10,
            0.7,
            0.9,
            0.65,
            0.8,
            0.5,
            0.4,
            List.of(
                new Checks.ClassScore(text, 6, 0.75, 0.5, 0.6),
                new Checks.ClassScore("empty street", 4, 0.8, 1.0, 0.889),
                new Checks.ClassScore("never true", 0, 0.0, null, 0)),
            List.of(
                new Checks.Pair("empty street", "empty street", 4),
                new Checks.Pair(text, text, 3),
                new Checks.Pair(text, "empty street", 1),
                new Checks.Pair(text, "never true", 1))),
        List.of(new Checks.Agreement(text, 10, 0.9, null)),
        new Checks.Contradictions(
            31,
            1,
            List.of(
                new Checks.Contradiction("curated", text, text, true, 2, null),
                new Checks.Contradiction("neighbours", "a | b", text, false, 2, 0.98))),
        new Checks.Trends(
            40,
            List.of(
                new Checks.Change(
                    text,
                    "zone",
                    text,
                    true,
                    "2026-03-01 to 2026-03-07",
                    "2026-03-08 to 2026-03-14",
                    14,
                    7,
                    2,
                    42,
                    7,
                    6,
                    3.0,
                    1.65,
                    5.44),
                new Checks.Change(
                    "empty street",
                    "all",
                    "",
                    false,
                    "2026-03-01",
                    "2026-03-08",
                    42,
                    7,
                    6,
                    14,
                    7,
                    2,
                    0.333,
                    0.184,
                    0.605)),
            List.of("2026-03-01", "2026-03-02"),
            List.of(
                new Checks.Rates(text, Arrays.asList(2.0, null)),
                new Checks.Rates("empty street", List.of(6.0, 2.5)))));
  }
}
