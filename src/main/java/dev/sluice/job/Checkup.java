package dev.sluice.job;

import dev.sluice.calls.HeldAt;
import dev.sluice.calls.JournalProbe;
import dev.sluice.ingest.IndexManifest;
import dev.sluice.media.Links;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import scala.Tuple2;

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
    SparkConf spark = new SparkConf();
    Configuration hadoop = hadoop(spark);
    findings.add(manifest(hadoop));
    findings.add(journal(hadoop));
    findings.addAll(DeltaOnS3.findings(warehouse, spark, hadoop));
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
    String shown = Links.withoutSecrets(manifest);
    if (manifest.startsWith("catalog:")) {
      return new Finding(true, "manifest " + shown + ", not looked at: it needs Spark");
    }
    try {
      Path place = new Path(manifest);
      boolean there = place.getFileSystem(hadoop).exists(place);
      return new Finding(there, (there ? "manifest " : "there is no manifest at ") + shown);
    } catch (IOException | IllegalArgumentException e) {
      return new Finding(
          false,
          Links.withoutSecrets(
              "the manifest %s cannot be looked at: %s".formatted(manifest, e.getMessage())));
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
    String folder = spec.calls().journal();
    if (folder == null) {
      if (warehouse.startsWith("catalog:")) {
        return new Finding(
            false, "a catalog warehouse has no folder for the journal: set calls.journal");
      }
      folder = warehouse + "/_sluice/journal";
    }
    try {
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

  private static Configuration hadoop(SparkConf spark) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> setting : spark.getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(setting._1(), setting._2());
    }
    return hadoop;
  }
}
