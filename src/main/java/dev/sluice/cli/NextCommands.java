package dev.sluice.cli;

import dev.sluice.job.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a person would want to do after a run, as commands to paste. */
final class NextCommands {
  private final JobSpec job;
  private final Path spec;
  private final String again;
  private final List<String> lines = new ArrayList<>();

  /**
   * The commands after a run.
   *
   * @param job the job that ran
   * @param spec its file
   * @param options the options that it ran with, to repeat
   */
  NextCommands(JobSpec job, Path spec, String options) {
    this.job = job;
    this.spec = spec;
    this.again = "jobs/sluice run " + spec + options;
  }

  /** Adds what a step suggests. */
  void add(String command) {
    lines.add(command);
  }

  /** All of them, best first. */
  List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    all.add(again + "   # pays nothing");
    if (job.curate() != null && job.curate().reviews().isEmpty()) {
      Path parent = spec.toAbsolutePath().getParent();
      Path shipped = parent.resolve(job.job()).resolve("reviews.csv");
      String reviews =
          Files.exists(shipped)
              ? Path.of("").toAbsolutePath().relativize(shipped).toString()
              : "reviews.csv";
      all.add(again + " --set curate.reviews=" + reviews + "   # a person names the rest");
    }
    if (job.ingest() != null) {
      all.add(
          "jobs/sluice run "
              + spec
              + " --warehouse .sluice/mine --set ingest.manifest=/path/to/videos   # your own folder");
    }
    return all;
  }
}
