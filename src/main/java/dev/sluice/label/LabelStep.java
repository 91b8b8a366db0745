package dev.sluice.label;

import static org.apache.spark.sql.functions.col;

import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.Models;
import dev.sluice.provider.Span;
import dev.sluice.provider.Taxonomy;
import dev.sluice.provider.TaxonomyFile;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import dev.sluice.text.LabelParser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Names every cluster of the newest clustering: asks the model about the items nearest to its
 * centroid, holds the answers against the taxonomy, and lets them vote. <b>Pays</b>, once per
 * question. Idempotent: a second run pays and writes nothing; answers that were missing are filled
 * in when they have come.
 */
public final class LabelStep implements Step {
  private final LabelConf conf;

  /**
   * A step with these settings.
   *
   * @param conf settings whose paths are absolute, or relative to the working folder
   */
  public LabelStep(LabelConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "label";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when the taxonomy, prompt or model cannot be used, or nothing is clustered
   * @throws dev.sluice.calls.SpendingStopped when no further call can succeed
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    Spender spender = context.spender();
    Question question = question();
    ClusteringRow clustering =
        Clusterings.current(warehouse, spender.namespace())
            .orElseThrow(
                () ->
                    new StepStopped(
                        ExitCode.INPUT,
                        "label: no clustering of provider %s; run the cluster step first"
                            .formatted(spender.namespace())));
    List<Representative> asked =
        Representatives.of(
            warehouse, clustering.clusteringId(), conf.representatives(), question.shortestSec());
    Map<Representative, Work> works = new LinkedHashMap<>();
    asked.forEach(
        representative -> works.put(representative, work(spender, representative, question)));
    context.progress().say("label: asking about %d items".formatted(asked.size()));
    SpendReport spent = spender.spend(warehouse.dataset(Work.CODEC, List.copyOf(works.values())));
    List<ClusterLabelRow> decided = decide(context, question, clustering.clusteringId(), works);
    boolean wrote = LabelTable.store(warehouse, decided);
    return LabelReport.of(decided, asked, spent, spender.namespace(), wrote);
  }

  private Question question() {
    try {
      Taxonomy taxonomy = TaxonomyFile.read(Path.of(conf.taxonomy()));
      return new Question(
          taxonomy,
          Prompt.read(conf.prompt(), taxonomy),
          Models.of(conf.model(), Models.Task.ANALYZE).rules().minSec());
    } catch (IllegalArgumentException e) {
      throw new StepStopped(ExitCode.USAGE, "label: " + e.getMessage());
    }
  }

  private Work work(Spender spender, Representative representative, Question question) {
    List<String> labels = new ArrayList<>(question.taxonomy().names());
    labels.add(question.taxonomy().abstain());
    Optional<Span> part = representative.span(question.shortestSec());
    AnalyzeRequest request =
        new AnalyzeRequest(
            conf.model(),
            question.prompt().text(),
            labels,
            conf.temperature(),
            conf.maxTokens(),
            part);
    return Works.analyze(
        spender.namespace(),
        representative.contentId(),
        representative.uri(),
        request,
        representative.minutes(part));
  }

  private List<ClusterLabelRow> decide(
      StepContext context,
      Question question,
      String clusteringId,
      Map<Representative, Work> works) {
    Answers answers =
        new Answers(
            context.spender(),
            context.spender().answers(works.values().stream().map(Work::workKey).toList()),
            new LabelParser(question.taxonomy().names(), question.taxonomy().abstain()));
    Instant now = context.clock().instant();
    List<ClusterLabelRow> decided = new ArrayList<>();
    sizes(context.warehouse(), clusteringId)
        .forEach(
            (cluster, size) -> {
              List<ClusterLabelRow.Vote> votes =
                  works.entrySet().stream()
                      .filter(entry -> entry.getKey().clusterId() == cluster)
                      .map(entry -> answers.vote(entry.getKey(), entry.getValue().workKey()))
                      .toList();
              Ballot ballot = Ballot.count(votes, conf.minAgreement());
              decided.add(
                  new ClusterLabelRow(
                      clusteringId,
                      cluster,
                      ballot.label().orElse(null),
                      ballot.label().isEmpty(),
                      ballot.votes(),
                      ballot.asked(),
                      ballot.agreement(),
                      size,
                      question.taxonomy().id(),
                      question.prompt().hash(),
                      conf.model(),
                      now,
                      votes));
            });
    return decided;
  }

  private static Map<Integer, Long> sizes(Warehouse warehouse, String clusteringId) {
    Map<Integer, Long> sizes = new TreeMap<>();
    for (Row row :
        warehouse
            .read(ClusterMemberRow.TABLE)
            .where(col("clustering_id").equalTo(clusteringId))
            .groupBy("cluster_id")
            .count()
            .collectAsList()) {
      sizes.put(row.getInt(0), row.getLong(1));
    }
    return sizes;
  }

  /** What every representative is asked, and how long it must be for that. */
  private record Question(Taxonomy taxonomy, Prompt prompt, double shortestSec) {}
}
