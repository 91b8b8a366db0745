package dev.sluice.job;

import dev.sluice.calls.HeldAt;
import dev.sluice.calls.JournalProbe;
import dev.sluice.ingest.IndexManifest;
import dev.sluice.media.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

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
    Configuration hadoop = Stores.hadoop();
    findings.add(manifest(hadoop));
    if (spec.curate() != null) {
      elsewhere("reviews", spec.curate().reviews(), hadoop, findings);
    }
    if (spec.classify() != null) {
      elsewhere("sample", spec.classify().sample(), hadoop, findings);
    }
    findings.add(journal(hadoop));
    findings.addAll(DeltaOnS3.findings(warehouse, new SparkConf(), hadoop));
    return findings;
  }

  private Finding key() {
    if (!spec.provider().needsKey()) {
      return new Finding(true, "the emulator needs no key");
    }
    try {
      spec.provider().demandKey();
      return new Finding(true, "the key is at " + spec.provider().key());
    } catch (IllegalArgumentException e) {
      return new Finding(false, e.getMessage() + "; provider.key says where it is");
    }
  }

  private Finding manifest(Configuration hadoop) {
    if (spec.ingest() == null) {
      return new Finding(true, "no manifest is read by this job");
    }
    String manifest = spec.ingest().manifest();
    if (IndexManifest.is(manifest)) {
      return index(manifest);
    }
    if (manifest.startsWith("catalog:")) {
      return new Finding(
          true, "manifest " + Links.withoutSecrets(manifest) + ", not looked at: it needs Spark");
    }
    return place("manifest", manifest, hadoop);
  }

  // Local ones were looked at with the spec.
  private void elsewhere(String what, String place, Configuration hadoop, List<Finding> findings) {
    if (!place.isEmpty() && !Stores.isLocal(place, hadoop)) {
      findings.add(place(what, place, hadoop));
    }
  }

  private static Finding place(String what, String place, Configuration hadoop) {
    String shown = Links.withoutSecrets(place);
    try {
      boolean there = Stores.isThere(place, hadoop);
      return new Finding(there, (there ? "%s %s" : "there is no %s at %s").formatted(what, shown));
    } catch (IOException | IllegalArgumentException e) {
      return new Finding(
          false,
          Links.withoutSecrets(
              "the %s %s cannot be looked at: %s".formatted(what, place, e.getMessage())));
    }
  }

  private Finding index(String manifest) {
    if (spec.provider().inProcess()) {
      return new Finding(
          false,
          manifest
              + " cannot be read from an emulator that is started with the run: set provider.url");
    }
    return IndexManifest.problem(new HeldAt(spec.provider().at(spec.provider().url())), manifest)
        .map(problem -> new Finding(false, problem.getMessage()))
        .orElse(new Finding(true, "manifest " + manifest));
  }

  private Finding journal(Configuration hadoop) {
    try {
      String folder = JobSettings.journal(spec, warehouse);
      JournalProbe.Finding store = JournalProbe.race(folder, hadoop);
      return new Finding(
          true,
          store.excludes()
              ? "the journal's store lets exactly one writer win, by %s: %s"
                  .formatted(store.how(), folder)
              : ("the journal's store is weak, %s lets several win; only permits and the run lease"
                      + " exclude: %s")
                  .formatted(store.how(), folder));
    } catch (RuntimeException e) {
      return new Finding(false, "the journal cannot be written: " + e.getMessage());
    }
  }
}
