package dev.sluice.label;

import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Work;
import dev.sluice.step.StepContext;
import dev.sluice.tables.Warehouse;
import dev.sluice.text.LabelParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks the model about items and keeps count of what it cost. Used by one thread. */
final class Questions {
  private final Warehouse warehouse;
  private final Spender spender;
  private final Question question;
  private final LabelParser parser;
  private SpendReport spent = SpendReport.NOTHING;
  private SpendingStopped stopped;

  Questions(StepContext context, Question question) {
    this.warehouse = context.warehouse();
    this.spender = context.spender();
    this.question = question;
    this.parser = new LabelParser(question.taxonomy().names(), question.taxonomy().abstain());
  }

  /**
   * Asks about these items, all in one plan. <b>Pays</b>, once per question.
   *
   * @return one answer per item, in their order; {@code missing} where none has come
   * @throws SpendingStopped when the run is to end at once; otherwise {@link #demandAsked} says so
   */
  List<Asked> ask(List<Representative> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    Map<Representative, Work> works = new LinkedHashMap<>();
    items.forEach(item -> works.put(item, question.about(item, spender.namespace())));
    spend(List.copyOf(works.values()));
    Answers answers =
        new Answers(
            spender, spender.answers(works.values().stream().map(Work::workKey).toList()), parser);
    List<Asked> asked = new ArrayList<>();
    works.forEach((item, work) -> asked.add(new Asked(item, answers.vote(item, work.workKey()))));
    return asked;
  }

  // Answers that came before it stopped are paid for, and may name clusters.
  private void spend(List<Work> works) {
    if (stopped != null) {
      return;
    }
    try {
      spent = spent.plus(spender.spend(warehouse.dataset(Work.CODEC, works)));
    } catch (SpendingStopped e) {
      if (!e.why().leavesTime()) {
        throw e;
      }
      stopped = e;
    }
  }

  /** Whether no answer is still to come. */
  boolean areAnswered() {
    return stopped == null && due() == 0;
  }

  /** Answers that may still come. */
  long due() {
    return spent.pending() + spent.held();
  }

  /**
   * Says that not all could be asked.
   *
   * @throws SpendingStopped when spending stopped on the way
   */
  void demandAsked() {
    if (stopped != null) {
      throw stopped;
    }
  }

  /** What all questions came to. */
  SpendReport spent() {
    return spent;
  }
}
