package dev.sluice.embed;

import static org.apache.spark.sql.functions.col;

import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.QuarantineRow;
import dev.sluice.tables.ResponseRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Has every accepted video embedded once, and keeps the vectors; those that an index keeps are
 * taken from there where that is set. <b>Pays</b> for contents that were never embedded this way; a
 * repeat pays nothing and writes nothing.
 */
public final class EmbedStep implements Step {
  private final EmbedConf conf;

  /** The step with its settings. */
  public EmbedStep(EmbedConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "embed";
  }

  /** The works this step asks for, done or not, in columns of {@link Work#CODEC}. Free. */
  public Dataset<Row> works(Warehouse warehouse, String namespace) {
    return works(
        warehouse.read(VideoRow.TABLE).where(col("status").equalTo(VideoRow.ACCEPTED)), namespace);
  }

  /** The works for some accepted rows of {@code videos}, one or more each. Free. */
  public Dataset<Row> works(Dataset<Row> videos, String namespace) {
    return videos.mapPartitions(new MakeWorks(namespace, conf), Encoders.row(Work.CODEC.schema()));
  }

  /** How many contents come with the vectors that an index keeps, and need no work. Free. */
  public long stored(Warehouse warehouse, String namespace) {
    return conf.takesStored() ? new StoredVectors(conf).wanted(warehouse, namespace).count() : 0;
  }

  /**
   * {@inheritDoc} Answers that are here are kept also when spending stops for money, limits or the
   * provider.
   *
   * @throws StepStopped when answers have not come yet, or the provider gave works up
   * @throws SpendingStopped when no further call can succeed
   */
  @Override
  public StepReport run(StepContext context) {
    StoredVectors.Taken stored = new StoredVectors(conf).take(context);
    SpendReport spent = spend(context);
    boolean wrote = keepVectors(context) || stored.wrote();
    long answered = spent.answered() + stored.have();
    long open = spent.pending() + stored.later();
    long missing = open + spent.held();
    StepReport report = report(spent, stored, wrote);
    if (missing > 0 && answered < conf.needs() * (answered + missing)) {
      throw new StepStopped(
          ExitCode.AGAIN,
          "embed: %d of %d videos have no answer yet (%d with the provider or not sent, %d held); needs is %.2f. Run again to go on; nothing is paid twice."
              .formatted(missing, answered + missing, open, spent.held(), conf.needs()));
    }
    if (spent.failed() > 0 && answered < conf.needs() * (answered + spent.failed())) {
      throw new StepStopped(
          ExitCode.PROVIDER,
          "embed: the provider accepted %d of %d videos and gave each up %d times; they are in quarantine"
              .formatted(
                  spent.failed(),
                  answered + spent.failed(),
                  dev.sluice.spend.WorkState.MOST_FAILURES));
    }
    return report;
  }

  private SpendReport spend(StepContext context) {
    Spender spender = context.spender();
    try {
      return spender.spend(works(context.warehouse(), spender.namespace()));
    } catch (SpendingStopped e) {
      // With a daily quota every run of a large backlog ends here.
      if (e.why().leavesTime()) {
        keepAtLast(context, e);
      }
      throw e;
    }
  }

  // What stopped spending is what a person must know.
  private static void keepAtLast(StepContext context, SpendingStopped stopped) {
    try {
      keepVectors(context);
    } catch (Exception e) {
      stopped.addSuppressed(e);
    }
  }

  private static StepReport report(SpendReport spent, StoredVectors.Taken stored, boolean wrote) {
    StepReport.Builder report =
        StepReport.of(
                "%d %s embedded: %d paid now, %d paid before"
                    .formatted(
                        spent.answered(),
                        spent.answered() == 1 ? "video" : "videos",
                        spent.done(),
                        spent.known()))
            .count("asked", spent.asked())
            .count("creates", spent.creates())
            .count("uploads", spent.uploads())
            .count("done", spent.done())
            .count("known", spent.known())
            .count("refused", spent.refused())
            .count("failed", spent.failed())
            .count("pending", spent.pending())
            .count("held", spent.held());
    if (spent.refused() + spent.failed() > 0) {
      report.line(
          "%d refused and %d given up by the provider; see quarantine"
              .formatted(spent.refused(), spent.failed()));
    }
    if (stored.all() > 0) {
      report
          .line(
              "%d videos of an index with the vectors that it keeps, %d taken now, free; %d not ready, %d without any (see quarantine)"
                  .formatted(stored.have(), stored.now(), stored.later(), stored.refused()))
          .count("stored", stored.have())
          .count("stored_now", stored.now())
          .count("stored_later", stored.later())
          .count("stored_refused", stored.refused());
    }
    return wrote ? report.wrote().build() : report.build();
  }

  private static boolean keepVectors(StepContext context) {
    Warehouse warehouse = context.warehouse();
    Dataset<Row> fresh =
        warehouse
            .read(ResponseRow.TABLE)
            .where(
                col("operation")
                    .equalTo(Works.EMBED)
                    .and(col("provider").equalTo(context.spender().namespace())))
            .join(
                warehouse.read(EmbeddingRow.TABLE).select("work_key").distinct(),
                new String[] {"work_key"},
                "left_anti")
            .join(
                warehouse
                    .read(QuarantineRow.TABLE)
                    .where(
                        col("step")
                            .equalTo("embed")
                            .and(col("reason").equalTo(QuarantineRow.UNREADABLE_ANSWER)))
                    .select(col("key").as("work_key")),
                new String[] {"work_key"},
                "left_anti");
    if (fresh.isEmpty()) {
      return false;
    }
    Dataset<Row> read =
        fresh.mapPartitions(
            new ReadVectors(context.spender().embeddingReader()), Encoders.row(VectorRead.SCHEMA));
    warehouse.append(EmbeddingRow.TABLE, VectorRead.vectors(read));
    Dataset<Row> broken = read.where(col(VectorRead.REASON).isNotNull());
    warehouse.appendNew(
        QuarantineRow.TABLE, VectorRead.refusals(broken, context.clock().instant()));
    return true;
  }
}
