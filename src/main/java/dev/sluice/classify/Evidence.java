package dev.sluice.classify;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * A video with what every class sees of it, read from a row of {@link Videos}.
 *
 * @param durationSec length of the video; up to the last clip where nobody measured it
 * @param byClass by class what it sees, in the order of {@link Seen#ORDER}
 */
record Evidence(double durationSec, List<List<Seen>> byClass) implements Serializable {

  static Evidence of(Row video, int classes) {
    List<List<Seen>> byClass = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      byClass.add(new ArrayList<>());
    }
    double last = 0;
    for (Row clip : video.<Row>getList(video.fieldIndex("clips"))) {
      String option = clip.getString(0);
      double from = clip.getDouble(1);
      double to = clip.getDouble(2);
      List<Float> cosines = clip.getList(3);
      List<Integer> prompts = clip.getList(4);
      last = Math.max(last, to);
      for (int c = 0; c < classes; c++) {
        if (prompts.get(c) != ClipScores.NONE) {
          byClass.get(c).add(new Seen(from, to, option, prompts.get(c), cosines.get(c)));
        }
      }
    }
    byClass.forEach(seen -> seen.sort(Seen.ORDER));
    int end = video.fieldIndex("video_end");
    double until = video.isNullAt(end) ? last : video.getDouble(end);
    return new Evidence(until - video.<Double>getAs("video_start"), byClass);
  }
}
