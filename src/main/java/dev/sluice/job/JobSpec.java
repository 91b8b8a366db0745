package dev.sluice.job;

import dev.sluice.classify.ClassifyConf;
import dev.sluice.cluster.ClusterConf;
import dev.sluice.curate.CurateConf;
import dev.sluice.embed.EmbedConf;
import dev.sluice.evaluate.EvaluateConf;
import dev.sluice.export.ExportConf;
import dev.sluice.ingest.IngestConf;
import dev.sluice.label.LabelConf;
import dev.sluice.project.ProjectConf;
import dev.sluice.provider.Scope;
import dev.sluice.report.ReportConf;
import dev.sluice.spend.Budget;
import dev.sluice.trends.TrendsConf;

/**
 * A job: what to run and how. A step without a block does not run.
 *
 * @param job the job's name, also of its releases
 * @param warehouse where the tables are; the command line wins
 * @param provider who computes
 * @param budget the most that may be spent
 * @param calls how calls are made
 * @param ingest the manifest
 * @param embed vectors
 * @param cluster clusters
 * @param label names
 * @param classify classes by prompts
 * @param curate the dataset
 * @param evaluate how good the labels are
 * @param trends what rises and falls
 * @param project the map of the items
 * @param export releases
 * @param report the page
 */
public record JobSpec(
    String job,
    String warehouse,
    ProviderSpec provider,
    Budget budget,
    CallsSpec calls,
    IngestConf ingest,
    EmbedConf embed,
    ClusterConf cluster,
    LabelConf label,
    ClassifyConf classify,
    CurateConf curate,
    EvaluateConf evaluate,
    TrendsConf trends,
    ProjectConf project,
    ExportConf export,
    ReportConf report) {

  /** Fills in defaults. */
  public JobSpec {
    if (job == null || !job.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "job needs a name of lower-case letters, digits and dashes, not " + job);
    }
    if (provider == null) {
      throw new IllegalArgumentException("provider is missing: say who computes (name: emulator)");
    }
    calls =
        calls == null
            ? new CallsSpec(null, null, null, null, null, null, null, null, null, null)
            : calls;
    calls.requireSettled(provider);
    if (embed != null && cluster != null) {
      requireBrought(embed, "cluster.unit", cluster.unit());
    }
    if (embed != null && classify != null) {
      requireBrought(embed, "classify.unit", classify.unit());
    }
  }

  private static void requireBrought(EmbedConf embed, String key, String unit) {
    if (!embed.brings(Scope.of(unit))) {
      String brought = unit.equals(Scope.CLIP.key()) ? Scope.VIDEO.key() : Scope.CLIP.key();
      throw new IllegalArgumentException(
          "%s is %s, but by embed.scopes and embed.indexed vectors are of %s alone: set %s to %s"
              .formatted(key, unit, brought, key, brought));
    }
  }
}
