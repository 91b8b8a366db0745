package dev.sluice.job;

import dev.sluice.calls.JournalProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Looks at everything a job needs before it runs. Pays nothing. */
public final class Checkup {
  private final JobSpec spec;
  private final String warehouse;

  /** A checkup of one job on one warehouse location. */
  public Checkup(JobSpec spec, String warehouse) {
    this.spec = spec;
    this.warehouse = warehouse;
  }

  /**
   * One thing looked at.
   *
   * @param ok whether it is as it should be
   * @param text what was found
   */
  public record Finding(boolean ok, String text) {}

  /** Everything looked at, problems included; the spec itself was read before. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding(true, "the job spec and the files it names"));
    findings.add(key());
    findings.add(manifest());
    findings.add(journal());
    return findings;
  }

  private Finding key() {
    if (!spec.provider().needsKey()) {
      return new Finding(true, "the emulator needs no key");
    }
    String ref = spec.provider().key();
    String value = ref.substring(ref.indexOf(':') + 1);
    boolean there =
        ref.startsWith("env:")
            ? System.getenv(value) != null && !System.getenv(value).isBlank()
            : Files.isReadable(Path.of(value));
    return new Finding(
        there,
        there
            ? "the key is at " + ref
            : "no key at " + ref + ": set it, or say where it is with provider.key");
  }

  private Finding manifest() {
    if (spec.ingest() == null) {
      return new Finding(true, "no manifest is read by this job");
    }
    String manifest = spec.ingest().manifest();
    boolean local = !manifest.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    boolean there = !local || Files.exists(Path.of(manifest));
    return new Finding(
        there, there ? "manifest " + manifest : "there is no manifest at " + manifest);
  }

  private Finding journal() {
    String folder =
        spec.calls().journal() != null ? spec.calls().journal() : warehouse + "/_sluice/journal";
    try {
      boolean excludes = JournalProbe.excludes(folder, new Configuration());
      return new Finding(
          true,
          excludes
              ? "the journal's store lets exactly one writer win: " + folder
              : "the journal's store is weak: permits and the run lease alone exclude: " + folder);
    } catch (RuntimeException e) {
      return new Finding(false, "the journal cannot be written: " + e.getMessage());
    }
  }
}
