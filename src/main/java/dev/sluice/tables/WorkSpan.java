package dev.sluice.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a work answered about one video. Pure.
 *
 * @param work its key
 * @param first where its segments inside the video begin, seconds
 * @param last where they end
 * @param whole how much of the file it is about, seconds
 * @param answered when it was answered, milliseconds; 0 where the ledger has no call of it
 */
record WorkSpan(String work, double first, double last, double whole, long answered) {
  // A work about this video, before one about more of its file; then the newest.
  private static final Comparator<WorkSpan> BEST_FIRST =
      Comparator.comparing(WorkSpan::isAboutMore)
          .thenComparing(Comparator.comparingLong(WorkSpan::answered).reversed())
          .thenComparing(WorkSpan::work);

  /**
   * The works that are not the answer for the video, in no order: those inside a longer one, and of
   * works about one span all but the best. Never all of them.
   */
  static List<String> others(List<WorkSpan> works) {
    List<String> others = new ArrayList<>();
    List<WorkSpan> longest = new ArrayList<>();
    for (WorkSpan work : works) {
      if (works.stream().anyMatch(longer -> work.isIn(longer) && longer.isLongerThan(work))) {
        others.add(work.work);
      } else {
        longest.add(work);
      }
    }
    longest.sort(BEST_FIRST);
    List<WorkSpan> kept = new ArrayList<>();
    for (WorkSpan work : longest) {
      if (kept.stream().anyMatch(best -> work.isIn(best) || best.isIn(work))) {
        others.add(work.work);
      } else {
        kept.add(work);
      }
    }
    return others;
  }

  private boolean isIn(WorkSpan other) {
    return first >= other.first - VideoSegments.FRAME && last <= other.last + VideoSegments.FRAME;
  }

  private boolean isLongerThan(WorkSpan other) {
    return last - first > other.last - other.first + 2 * VideoSegments.FRAME;
  }

  private boolean isAboutMore() {
    return whole > last - first + 2 * VideoSegments.FRAME;
  }
}
