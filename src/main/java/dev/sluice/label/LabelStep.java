package dev.sluice.label;

import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.Warehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Names every cluster of the newest clustering: asks the model about representatives, holds the
 * answers against the taxonomy, and lets them vote. Items of a cluster whose representatives name
 * several things may be asked each for itself. A cluster that continues one which was asked the
 * same keeps those answers. <b>Pays</b>, once per question. Idempotent: a second run pays and
 * writes nothing; answers that were missing are filled in when they have come. Labels of an earlier
 * question count until the new one is answered.
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
   * Reads taxonomy and prompt. Free.
   *
   * @throws IllegalArgumentException naming what cannot be used
   */
  public void check() {
    Question.of(conf);
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when the taxonomy, prompt or model cannot be used, nothing is clustered or
   *     left of the newest clustering, or answers have not come yet
   * @throws dev.sluice.calls.SpendingStopped when no further call can succeed
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    Spender spender = context.spender();
    Question question = question();
    ClusteringRow clustering = context.clustering(this);
    Questions questions = new Questions(context, question);
    Representatives representatives =
        new Representatives(warehouse, clustering.clusteringId(), question.shortestSec());
    Instant now = context.clock().instant();
    Map<Integer, Long> sizes = Clusterings.sizes(warehouse, clustering.clusteringId());
    demandItems(sizes);
    Map<Integer, ClusterLabelRow> carried =
        new Carried(warehouse, clustering.clusteringId(), conf).rows(question, sizes, now);
    List<Representative> chosen =
        representatives.chosen(conf.representatives(), conf.border(), conf.random()).stream()
            .filter(item -> !carried.containsKey(item.clusterId()))
            .toList();
    context.progress().say("label: asking about %d items".formatted(chosen.size()));
    List<Asked> votes = questions.ask(chosen);
    Map<Integer, Ballot> ballots = new TreeMap<>();
    sizes.keySet().stream()
        .filter(cluster -> !carried.containsKey(cluster))
        .forEach(cluster -> ballots.put(cluster, ballot(votes, cluster)));
    List<Asked> asked = new ArrayList<>(votes);
    asked.addAll(questions.ask(eachForItself(representatives, votes, ballots)));
    List<ClusterLabelRow> decided =
        new ArrayList<>(rows(question, clustering, sizes, ballots, asked, now));
    decided.addAll(carried.values());
    decided.sort(Comparator.comparingInt(ClusterLabelRow::clusterId));
    boolean wrote = store(context, questions, decided);
    questions.demandAsked();
    demandAll(questions);
    return LabelReport.of(
        decided, asked, carried.size(), questions.spent(), spender.namespace(), wrote);
  }

  // Its clips are of an earlier cut, or its videos are gone.
  private static void demandItems(Map<Integer, Long> sizes) {
    if (sizes.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "label: nothing is left of the newest clustering; run the cluster step first");
    }
  }

  // Answers that were paid for are kept in any case: the next run finds them.
  private static boolean store(
      StepContext context, Questions questions, List<ClusterLabelRow> decided) {
    if (questions.areAnswered() || LabelTable.losesNothing(context.warehouse(), decided)) {
      return LabelTable.store(context.warehouse(), decided);
    }
    context.progress().say("label: not all is answered; labels stay as they are until then");
    return false;
  }

  // Later steps would publish clusters as unnamed that only wait.
  private static void demandAll(Questions questions) {
    long due = questions.due();
    if (due > 0) {
      SpendReport spent = questions.spent();
      throw new StepStopped(
          ExitCode.AGAIN,
          "label: %d of %d answers have not come yet (%d with the provider or not sent, %d held). Run again to go on; nothing is paid twice."
              .formatted(due, spent.asked(), spent.pending(), spent.held()));
    }
  }

  private Question question() {
    try {
      return Question.of(conf);
    } catch (IllegalArgumentException e) {
      throw new StepStopped(ExitCode.USAGE, "label: " + e.getMessage());
    }
  }

  private Ballot ballot(List<Asked> votes, int cluster) {
    return Ballot.count(
        votes.stream().filter(of(cluster)).map(Asked::vote).toList(), conf.minAgreement());
  }

  // A cluster whose answers have not all come may still turn out to be one thing.
  private List<Representative> eachForItself(
      Representatives representatives, List<Asked> votes, Map<Integer, Ballot> ballots) {
    Set<Integer> mixed = new TreeSet<>();
    ballots.forEach(
        (cluster, ballot) -> {
          if (ballot.isMixed() && votes.stream().filter(of(cluster)).noneMatch(Asked::isMissing)) {
            mixed.add(cluster);
          }
        });
    if (mixed.isEmpty() || conf.mixedItems() == 0) {
      return List.of();
    }
    List<Representative> known = votes.stream().map(Asked::item).toList();
    return representatives.nearest(mixed, conf.mixedItems()).stream()
        .filter(item -> !known.contains(item))
        .toList();
  }

  private List<ClusterLabelRow> rows(
      Question question,
      ClusteringRow clustering,
      Map<Integer, Long> sizes,
      Map<Integer, Ballot> ballots,
      List<Asked> asked,
      Instant now) {
    List<ClusterLabelRow> rows = new ArrayList<>();
    ballots.forEach(
        (cluster, ballot) ->
            rows.add(
                new ClusterLabelRow(
                    clustering.clusteringId(),
                    cluster,
                    ballot.label().orElse(null),
                    ballot.label().isEmpty(),
                    ballot.votes(),
                    ballot.asked(),
                    ballot.agreement(),
                    sizes.get(cluster),
                    question.taxonomy().id(),
                    question.prompt().hash(),
                    conf.model(),
                    now,
                    asked.stream()
                        .filter(of(cluster))
                        .sorted(Comparator.comparingInt(each -> each.item().rank()))
                        .map(Asked::vote)
                        .toList())));
    return rows;
  }

  private static Predicate<Asked> of(int cluster) {
    return asked -> asked.item().clusterId() == cluster;
  }
}
