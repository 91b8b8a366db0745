package dev.sluice.classify;

import static org.apache.spark.sql.functions.col;

import dev.sluice.calls.Work;
import dev.sluice.spend.WorkKey;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClassificationRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Scores the stored vectors of every accepted video against classes that are described by prompts.
 * <b>Pays</b> for prompts that were never embedded by the model, and for nothing else, however many
 * videos there are. Idempotent: a second run pays and writes nothing.
 */
public final class ClassifyStep implements Step {
  private final ClassifyConf conf;

  /** A step with these settings; local paths are absolute, or relative to the working folder. */
  public ClassifyStep(ClassifyConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "classify";
  }

  /** The works this step asks for, done or not, in columns of {@link Work#CODEC}. Free. */
  public Dataset<Row> works(Warehouse warehouse, String namespace) {
    return warehouse.dataset(
        Work.CODEC,
        List.copyOf(PromptVectors.works(namespace, conf.model(), conf.texts()).values()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when there are no vectors to score, prompts have none, or the sample cannot
   *     be used
   * @throws dev.sluice.calls.SpendingStopped when no further call can succeed
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    String provider = context.spender().namespace();
    Map<String, Integer> there = lenses(warehouse);
    Lenses lenses = Lenses.choose(conf, provider, List.copyOf(there.keySet()));
    PromptVectors vectors = PromptVectors.of(context, conf.model(), conf.texts());
    Map<String, Prompts> prompts = new HashMap<>();
    lenses
        .byOption()
        .forEach(
            (option, lens) -> {
              sameLength(lens, there.get(lens), vectors);
              prompts.put(lens, Prompts.of(option, conf.classes(), conf.texts(), vectors.byText()));
            });
    context.progress().say("classify: scoring clips");
    Dataset<Row> videos = Videos.scored(warehouse, conf.unit(), prompts);
    Optional<Sample.Found> found = Optional.empty();
    if (conf.calibrate()) {
      videos.persist(StorageLevel.MEMORY_AND_DISK());
      found = Optional.of(Sample.calibrate(videos, conf.sample(), conf.rules()));
    }
    List<Rule> rules = found.map(Sample.Found::rules).orElse(conf.rules());
    Decide.Source source =
        new Decide.Source(
            provider, context.run().job(), lenses.model(), version(rules, lenses), conf.tau());
    Dataset<Row> rows =
        videos
            .flatMap(
                new Decide(rules, conf.texts(), source),
                Encoders.row(ClassificationRow.TABLE.schema()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      boolean wrote = write(warehouse, source, rows);
      return new ClassifyReport(rules, lenses, found, vectors, provider)
          .of(warehouse, rows, wrote || vectors.wrote());
    } finally {
      rows.unpersist();
      videos.unpersist();
    }
  }

  // All that can change a row, apart from the videos.
  private String version(List<Rule> rules, Lenses lenses) {
    return WorkKey.sha256(
        "v1|%s|%s|%s|%s|%s|%s"
            .formatted(conf.classes(), conf.model(), conf.unit(), conf.tau(), rules, lenses));
  }

  // With the length of their vectors.
  private Map<String, Integer> lenses(Warehouse warehouse) {
    Map<String, Integer> lenses = new TreeMap<>();
    for (Row row :
        warehouse
            .read(EmbeddingRow.TABLE)
            .where(col("scope").equalTo(conf.unit()))
            .select("lens", "dim")
            .distinct()
            .collectAsList()) {
      lenses.put(row.getString(0), row.getInt(1));
    }
    return lenses;
  }

  private static void sameLength(String lens, int dim, PromptVectors vectors) {
    vectors
        .byText()
        .forEach(
            (text, vector) -> {
              if (vector.length != dim) {
                throw new StepStopped(
                    ExitCode.INPUT,
                    "classify: the vector of prompt \"%s\" has %d numbers and those of lens %s have %d: they cannot be compared; embed the videos and the prompts with one model"
                        .formatted(text, vector.length, lens, dim));
              }
            });
  }

  // Other sets of classes, and other providers', stay.
  private static boolean write(Warehouse warehouse, Decide.Source source, Dataset<Row> rows) {
    Dataset<Row> others =
        warehouse
            .read(ClassificationRow.TABLE)
            .where(
                col("provider")
                    .notEqual(source.provider())
                    .or(col("class_set").notEqual(source.classSet())));
    return warehouse.replaceIfDifferent(ClassificationRow.TABLE, others.unionByName(rows));
  }
}
