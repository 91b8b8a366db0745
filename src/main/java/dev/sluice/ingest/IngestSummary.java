package dev.sluice.ingest;

import dev.sluice.media.Links;
import dev.sluice.step.StepReport;
import java.util.List;

/**
 * What a person is told after ingest. Pure.
 *
 * @param files rows of the manifest looked at
 * @param accepted videos that go through
 * @param duplicates second names of a content
 * @param quarantined rows refused
 * @param opened video files opened in this run
 * @param added accepted now and not before
 * @param forgotten rows that name what was taken down
 * @param unseen videos that stay as they were because their store could not be asked
 * @param originals video_ids that the duplicates repeat, the first of them
 * @param refusals a line per refused row, the first of them
 */
record IngestSummary(
    long files,
    long accepted,
    long duplicates,
    long quarantined,
    long opened,
    long added,
    long forgotten,
    Unseen unseen,
    List<String> originals,
    List<String> refusals) {
  private static final int NAMED = 3;

  /**
   * Videos whose store could not be asked.
   *
   * @param videos how many
   * @param why of one of them; null when there is none
   */
  record Unseen(long videos, String why) {}

  StepReport report(boolean wrote) {
    StepReport.Builder report = StepReport.of(headline());
    refusals.forEach(report::line);
    if (quarantined > refusals.size()) {
      report.line(
          "and %d more: SELECT key, reason, detail FROM quarantine WHERE step = 'ingest'"
              .formatted(quarantined - refusals.size()));
    }
    if (forgotten > 0) {
      report.line("%d left out: taken down by sluice forget".formatted(forgotten));
      report.count("forgotten", forgotten);
    }
    if (unseen.videos() > 0) {
      report.line(
          "%d could not be looked at and stay as they were, for example: %s"
              .formatted(unseen.videos(), unseen.why()));
      report.count("unseen", unseen.videos());
    }
    report.line(opened == 1 ? "1 video file opened" : opened + " video files opened");
    report
        .count("files", files)
        .count("accepted", accepted)
        .count("duplicates", duplicates)
        .count("quarantined", quarantined)
        .count("opened", opened)
        .count("new", added);
    return wrote ? report.wrote().build() : report.build();
  }

  String headline() {
    StringBuilder line = new StringBuilder();
    line.append(files == 1 ? "1 file: " : files + " files: ").append(accepted).append(" accepted");
    if (duplicates > 0) {
      line.append(", ").append(duplicates).append(duplicates == 1 ? " duplicate" : " duplicates");
      line.append(" (same bytes as ").append(names()).append(")");
    }
    line.append(", ").append(quarantined).append(" quarantined");
    return line.append(
            quarantined == 0
                ? ""
                : quarantined == 1 ? ", with its reason" : ", each with its reason")
        .toString();
  }

  String nothingAccepted(String manifest) {
    return "none of the %d rows of %s can be used. %s%s Correct the files or the manifest and run again."
        .formatted(
            files,
            manifest,
            String.join(". ", refusals.subList(0, Math.min(5, refusals.size()))),
            quarantined > 5
                ? ". And " + (quarantined - 5) + " more, in the table quarantine."
                : ".");
  }

  private String names() {
    String named =
        String.join(
            ", ",
            originals.subList(0, Math.min(NAMED, originals.size())).stream()
                .map(Links::printable)
                .toList());
    return originals.size() > NAMED ? named + " and others" : named;
  }
}
