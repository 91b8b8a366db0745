package dev.sluice.classify;

import static org.apache.spark.sql.functions.col;

import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.PromptVectorRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The vectors of the prompts.
 *
 * @param byText vector of each prompt
 * @param spent what became of those that were not there; nothing asked when all were
 * @param wrote whether any was stored
 */
record PromptVectors(Map<String, float[]> byText, SpendReport spent, boolean wrote) {

  /** The work of each prompt. */
  static Map<String, Work> works(String namespace, String model, List<String> texts) {
    Map<String, Work> works = new LinkedHashMap<>();
    texts.forEach(text -> works.put(text, Works.embedText(namespace, model, text)));
    return works;
  }

  /**
   * Reads the vectors from {@code prompt_vectors}, and pays for those that are not there.
   * <b>Pays</b> once per prompt and model; idempotent.
   *
   * @throws StepStopped when a prompt has no vector
   */
  static PromptVectors of(StepContext context, String model, List<String> texts) {
    Map<String, Work> works = works(context.spender().namespace(), model, texts);
    Map<String, float[]> byKey = stored(context.warehouse(), works.values());
    List<Work> missing =
        works.values().stream().filter(work -> !byKey.containsKey(work.workKey())).toList();
    SpendReport spent = SpendReport.NOTHING;
    if (!missing.isEmpty()) {
      context.progress().say("classify: embedding %d prompts".formatted(missing.size()));
      spent = context.spender().spend(context.warehouse().dataset(Work.CODEC, missing));
      byKey.putAll(store(context, model, works));
    }
    Map<String, float[]> byText = new LinkedHashMap<>();
    works.forEach(
        (text, work) -> {
          if (byKey.containsKey(work.workKey())) {
            byText.put(text, byKey.get(work.workKey()));
          }
        });
    if (byText.size() < texts.size()) {
      throw incomplete(texts, byText, spent);
    }
    return new PromptVectors(byText, spent, !missing.isEmpty());
  }

  private static Map<String, float[]> stored(Warehouse warehouse, Collection<Work> works) {
    Object[] keys = works.stream().map(Work::workKey).toArray();
    Map<String, float[]> byKey = new HashMap<>();
    for (PromptVectorRow row : warehouse.rows(PromptVectorRow.TABLE, col("work_key").isin(keys))) {
      byKey.put(row.workKey(), row.vector());
    }
    return byKey;
  }

  private static Map<String, float[]> store(
      StepContext context, String model, Map<String, Work> works) {
    Spender spender = context.spender();
    Map<String, byte[]> answers =
        spender.answers(works.values().stream().map(Work::workKey).toList());
    Map<String, float[]> byKey = new HashMap<>();
    List<PromptVectorRow> rows = new ArrayList<>();
    works.forEach(
        (text, work) -> {
          if (answers.containsKey(work.workKey())) {
            float[] vector = read(spender, text, answers.get(work.workKey()));
            byKey.put(work.workKey(), vector);
            rows.add(
                new PromptVectorRow(
                    work.workKey(), spender.namespace(), model, text, vector.length, vector));
          }
        });
    Warehouse warehouse = context.warehouse();
    warehouse.appendNew(PromptVectorRow.TABLE, warehouse.dataset(PromptVectorRow.TABLE, rows));
    return byKey;
  }

  private static float[] read(Spender spender, String text, byte[] answer) {
    try {
      return spender.readText(answer);
    } catch (IllegalArgumentException e) {
      throw new StepStopped(
          ExitCode.PROVIDER,
          "classify: the answer for prompt \"%s\" holds no vector: %s"
              .formatted(text, e.getMessage()));
    }
  }

  private static StepStopped incomplete(
      List<String> texts, Map<String, float[]> byText, SpendReport spent) {
    List<String> without = texts.stream().filter(text -> !byText.containsKey(text)).toList();
    if (spent.pending() + spent.held() > 0) {
      return new StepStopped(
          ExitCode.AGAIN,
          "classify: %d of %d prompts have no vector yet: %s. Run again to go on; nothing is paid twice."
              .formatted(without.size(), texts.size(), without));
    }
    return new StepStopped(
        spent.failed() > 0 ? ExitCode.PROVIDER : ExitCode.INPUT,
        "classify: the provider gave no vector for %d of %d prompts: %s; see quarantine, and change or leave out these prompts"
            .formatted(without.size(), texts.size(), without));
  }
}
