package dev.sluice.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A map as large as the page draws one: clips of recordings in some groups. */
final class ManyPoints {
  private ManyPoints() {}

  static Findings.ItemMap map(int items) {
    Random random = new Random(5);
    List<Findings.Point> points = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      int group = random.nextInt(12);
      String video = "camera-%02d/2026-03-%02d".formatted(i / 8640 % 40, i / 360 % 28 + 1);
      int start = 10 * (i % 360);
      points.add(
          new Findings.Point(
              group % 4 * 6 + random.nextGaussian(),
              group / 4 * 6 + random.nextGaussian(),
              new Findings.Item(
                  "%s@%d-%d".formatted(video, start, start + 10),
                  video,
                  "file:/footage/" + video + ".mp4",
                  start,
                  start + 10),
              group % 2,
              random.nextInt(50) == 0,
              group == 11 ? null : "label " + group,
              group == 11 ? "none" : "model",
              random.nextInt(100) / 100.0,
              random.nextInt(9) == 0 ? "review" : "ready",
              "",
              i % 10 < 8 ? "train" : "test",
              random.nextInt(100) / 100.0,
              null));
    }
    return new Findings.ItemMap(items, "umap", null, 0.9, items / 2, points);
  }
}
