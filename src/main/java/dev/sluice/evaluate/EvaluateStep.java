package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;

import dev.sluice.measures.Partitions;
import dev.sluice.provider.Taxonomy;
import dev.sluice.provider.TaxonomyFile;
import dev.sluice.step.ExitCode;
import dev.sluice.step.Step;
import dev.sluice.step.StepContext;
import dev.sluice.step.StepReport;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.ClusterLabelRow;
import dev.sluice.tables.ClusteringRow;
import dev.sluice.tables.Clusterings;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EvaluationRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Holds the dataset against ground truth where there is some, the model's labels against people's,
 * and contents against themselves. Pays nothing. Idempotent: a second run writes nothing.
 */
public final class EvaluateStep implements Step {
  private static final String TRUTH = "ground_truth";
  private static final String ITEMS = "items";
  private static final Sheet.Of CURATED = new Sheet.Of("curated", TRUTH);
  private static final Sheet.Of CLUSTERS = new Sheet.Of("clusters", TRUTH);
  private static final Sheet.Of MODEL = new Sheet.Of("model", "review");

  private final EvaluateConf conf;

  /** A step with these settings; local paths are absolute, or relative to the working folder. */
  public EvaluateStep(EvaluateConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "evaluate";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when nothing is clustered or the taxonomy cannot be used
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    String provider = context.spender().namespace();
    ClusteringRow clustering =
        Clusterings.current(warehouse, provider)
            .orElseThrow(
                () ->
                    new StepStopped(
                        ExitCode.INPUT,
                        "evaluate: no clustering of provider %s; run the cluster step first"
                            .formatted(provider)));
    Names names = new Names(taxonomy());
    Sheet sheet = new Sheet(clustering.clusteringId());
    Confusion classes = new Confusion();
    Confusion groups = new Confusion();
    Partitions partitions = new Partitions();
    Confusion model = new Confusion();
    Map<Integer, String> modelLabels = modelLabels(warehouse, clustering);
    for (Row row : counted(warehouse, clustering)) {
      Optional<String> truth = name(row, 0, names);
      Optional<String> label = name(row, 1, names);
      int cluster = row.getInt(3);
      long items = row.getLong(4);
      if (truth.isPresent()) {
        classes.add(truth.get(), label, items);
        partitions.add(truth.get(), Integer.toString(cluster), items);
        names
            .group(truth.get())
            .ifPresent(group -> groups.add(group, label.flatMap(names::group), items));
      }
      if (label.isPresent() && row.getString(2).equals("review")) {
        model.add(label.get(), Optional.ofNullable(modelLabels.get(cluster)).map(names::of), items);
      }
    }
    sheet.classes(CURATED, classes);
    sheet.groups(CURATED, groups);
    sheet.partition(CLUSTERS, partitions);
    sheet.classes(MODEL, model);
    long contradictions = contradictions(warehouse, clustering, sheet);
    boolean wrote = write(warehouse, clustering, sheet.rows());
    return report(classes, partitions, groups, contradictions, wrote);
  }

  private Optional<Taxonomy> taxonomy() {
    if (conf.taxonomy().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(TaxonomyFile.read(Path.of(conf.taxonomy())));
    } catch (IllegalArgumentException e) {
      throw new StepStopped(ExitCode.USAGE, "evaluate: " + e.getMessage());
    }
  }

  // As many rows as there are combinations of truth, label and cluster, sorted: the first spelling
  // met must not depend on the cluster's mood.
  private static List<Row> counted(Warehouse warehouse, ClusteringRow clustering) {
    return curated(warehouse, clustering)
        .groupBy(TRUTH, "label", "label_source", "cluster_id")
        .agg(count(lit(1)).as(ITEMS))
        .orderBy(TRUTH, "label", "label_source", "cluster_id")
        .collectAsList();
  }

  private static Dataset<Row> curated(Warehouse warehouse, ClusteringRow clustering) {
    return warehouse
        .read(CuratedRow.TABLE)
        .where(col("clustering_id").equalTo(clustering.clusteringId()));
  }

  private static Map<Integer, String> modelLabels(Warehouse warehouse, ClusteringRow clustering) {
    Map<Integer, String> labels = new HashMap<>();
    for (ClusterLabelRow row : Clusterings.labels(warehouse, clustering.clusteringId())) {
      if (row.label() != null) {
        labels.put(row.clusterId(), row.label());
      }
    }
    return labels;
  }

  private static Optional<String> name(Row row, int column, Names names) {
    return row.isNullAt(column) ? Optional.empty() : Optional.of(names.of(row.getString(column)));
  }

  // The same bytes cannot be two things: neither in the manifest nor in the dataset.
  private static long contradictions(Warehouse warehouse, ClusteringRow clustering, Sheet sheet) {
    List<Row> truths = several(warehouse.read(VideoRow.TABLE), TRUTH);
    truths.forEach(row -> add(sheet, TRUTH, row));
    List<Row> labels = several(curated(warehouse, clustering), "label");
    labels.forEach(row -> add(sheet, "curated", row));
    return (long) truths.size() + labels.size();
  }

  private static List<Row> several(Dataset<Row> rows, String column) {
    return rows.where(col(column).isNotNull().and(col("content_id").isNotNull()))
        .groupBy("content_id", "start_sec", "end_sec")
        .agg(sort_array(collect_set(col(column))).as("names"), count(lit(1)).as(ITEMS))
        .where(size(col("names")).gt(1))
        .orderBy("content_id", "start_sec", "end_sec")
        .collectAsList();
  }

  private static void add(Sheet sheet, String labelling, Row row) {
    String span = row.isNullAt(1) ? "" : "@%s-%s".formatted(row.get(1), row.get(2));
    sheet.contradiction(labelling, row.getString(0) + span, row.getList(3), row.getLong(4));
  }

  private static boolean write(
      Warehouse warehouse, ClusteringRow clustering, List<EvaluationRow> rows) {
    Dataset<Row> others =
        warehouse
            .read(EvaluationRow.TABLE)
            .where(col("clustering_id").notEqual(clustering.clusteringId()));
    return warehouse.replaceIfDifferent(
        EvaluationRow.TABLE, others.unionByName(warehouse.dataset(EvaluationRow.TABLE, rows)));
  }

  private static StepReport report(
      Confusion classes,
      Partitions partitions,
      Confusion groups,
      long contradictions,
      boolean wrote) {
    StepReport.Builder report;
    if (classes.items() == 0) {
      report = StepReport.of("nothing to hold labels against: no item has ground truth");
    } else {
      report =
          StepReport.of(
                  "%d items with ground truth: %d labelled, %d of them right; macro F1 %.3f"
                      .formatted(
                          classes.items(),
                          classes.answered(),
                          classes.right(),
                          classes.macroF1().orElseThrow()))
              .line(
                  "clusters against ground truth: purity %.3f, NMI %.3f, ARI %.3f"
                      .formatted(partitions.purity(), partitions.nmi(), partitions.ari()));
      if (groups.items() > 0) {
        report.line(
            "by group: %d of %d labelled items are of the right group"
                .formatted(groups.right(), groups.answered()));
      }
    }
    if (contradictions > 0) {
      report.line(
          "%d contents contradict themselves: SELECT * FROM evaluations WHERE scope = 'contradiction'"
              .formatted(contradictions));
    }
    report
        .count(ITEMS, classes.items())
        .count("labelled", classes.answered())
        .count("right", classes.right())
        .count("contradictions", contradictions);
    return wrote ? report.wrote().build() : report.build();
  }
}
