package dev.sluice.cli;

import dev.sluice.job.JobSpec;
import dev.sluice.job.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The job spec and what changes it. */
final class SpecOptions {
  @Parameters(index = "0", paramLabel = "JOB", description = "The job spec, a YAML file.")
  private Path job;

  @Option(
      names = "--env",
      paramLabel = "FILE",
      description = "An environment file from conf/: defaults for this place.")
  private Path environment;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes one key of the spec, for example cluster.k=8. Repeatable.")
  private List<String> sets = new ArrayList<>();

  JobSpec read() {
    return SpecReader.read(job, Optional.ofNullable(environment), sets);
  }

  Path file() {
    return job;
  }

  /** The options as they were given, with a space before each. */
  String asGiven() {
    StringBuilder given = new StringBuilder();
    if (environment != null) {
      given.append(" --env ").append(environment);
    }
    sets.forEach(set -> given.append(" --set '").append(set).append("'"));
    return given.toString();
  }
}
