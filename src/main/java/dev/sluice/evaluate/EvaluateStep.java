package dev.sluice.evaluate;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

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
import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Holds the dataset against ground truth where there is some, the model's labels against people's
 * and against its earlier ones, and contents against themselves and their neighbours. Items that a
 * person excluded are held against no truth. Pays nothing. Idempotent: a second run writes nothing.
 */
public final class EvaluateStep implements Step {
  private static final String TRUTH = "ground_truth";
  private static final String ITEMS = "items";
  private static final int SHOWN = 5;
  // With the cluster: answers that a cluster kept over a refit may be about items that left it.
  private static final String[] MEMBER = {"cluster_id", "content_id", "start_sec", "end_sec"};
  private static final StructType OWN =
      new StructType()
          .add("cluster_id", DataTypes.IntegerType, false)
          .add("content_id", DataTypes.StringType, false)
          .add("start_sec", DataTypes.DoubleType, false)
          .add("end_sec", DataTypes.DoubleType, false)
          .add("own_answer", DataTypes.StringType, false);
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
    ClusteringRow clustering = context.clustering(this);
    Names names = new Names(taxonomy());
    Sheet sheet = new Sheet(clustering.clusteringId());
    Confusion classes = new Confusion();
    Confusion groups = new Confusion();
    Partitions partitions = new Partitions();
    Confusion model = new Confusion();
    List<ClusterLabelRow> labels = Clusterings.labels(warehouse, clustering.clusteringId());
    Map<Integer, String> ofClusters = ofClusters(labels);
    for (Row row : counted(warehouse, clustering, labels)) {
      Optional<String> truth = name(row, 0, names);
      Optional<String> label = name(row, 1, names);
      int cluster = row.getInt(3);
      long items = row.getLong(5);
      if (truth.isPresent()) {
        classes.add(truth.get(), label, items);
        partitions.add(truth.get(), Integer.toString(cluster), items);
        names
            .group(truth.get())
            .ifPresent(group -> groups.add(group, label.flatMap(names::group), items));
      }
      if (label.isPresent() && row.getString(2).equals("review")) {
        Optional<String> said =
            Optional.ofNullable(row.isNullAt(4) ? ofClusters.get(cluster) : row.getString(4));
        model.add(label.get(), said.map(names::of), items);
      }
    }
    sheet.classes(CURATED, classes);
    sheet.groups(CURATED, groups);
    sheet.partition(CLUSTERS, partitions);
    sheet.classes(MODEL, model);
    new LabelRuns(warehouse, clustering, names).heldAgainstEarlier(sheet);
    new OtherClusterings(warehouse, clustering).heldAgainst(sheet);
    List<Contradiction> contradictions = new Contradictions(warehouse, clustering, names).all();
    sheet.contradictions(contradictions);
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

  // As many rows as there are combinations of truth, label, cluster and the model's own answer
  // about the item, sorted: the first spelling met must not depend on the order in
  // which Spark hands rows over.
  private static List<Row> counted(
      Warehouse warehouse, ClusteringRow clustering, List<ClusterLabelRow> labels) {
    List<Row> own = new ArrayList<>();
    for (ClusterLabelRow row : labels) {
      OwnAnswers.of(row)
          .forEach(
              (item, label) ->
                  own.add(
                      RowFactory.create(
                          row.clusterId(),
                          item.contentId(),
                          item.startSec(),
                          item.endSec(),
                          label)));
    }
    return curated(warehouse, clustering)
        .join(broadcast(warehouse.spark().createDataFrame(own, OWN)), MEMBER, "left")
        .groupBy(TRUTH, "label", "label_source", "cluster_id", "own_answer")
        .agg(count(lit(1)).as(ITEMS))
        .orderBy(TRUTH, "label", "label_source", "cluster_id", "own_answer")
        .collectAsList();
  }

  private static Dataset<Row> curated(Warehouse warehouse, ClusteringRow clustering) {
    return warehouse
        .read(CuratedRow.TABLE)
        .where(
            col("clustering_id")
                .equalTo(clustering.clusteringId())
                .and(col("verdict").notEqual("excluded")));
  }

  private static Map<Integer, String> ofClusters(List<ClusterLabelRow> rows) {
    Map<Integer, String> labels = new HashMap<>();
    for (ClusterLabelRow row : rows) {
      if (row.label() != null) {
        labels.put(row.clusterId(), row.label());
      }
    }
    return labels;
  }

  private static Optional<String> name(Row row, int column, Names names) {
    return row.isNullAt(column) ? Optional.empty() : Optional.of(names.of(row.getString(column)));
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

  private static String headline(Confusion classes) {
    if (classes.items() == 0) {
      return "nothing to hold labels against: no item has ground truth";
    }
    if (classes.answered() > 0 && !classes.hasCommonNames()) {
      return "%d items with ground truth, by other names than the %d labels: only clusters can be compared"
          .formatted(classes.items(), classes.answered());
    }
    return "%d items with ground truth: %d labelled, %d of them right; macro F1 %.3f"
        .formatted(
            classes.items(), classes.answered(), classes.right(), classes.macroF1().orElseThrow());
  }

  private static StepReport report(
      Confusion classes,
      Partitions partitions,
      Confusion groups,
      List<Contradiction> contradictions,
      boolean wrote) {
    StepReport.Builder report = StepReport.of(headline(classes));
    if (classes.items() > 0) {
      report.line(
          "clusters against ground truth: purity %.3f, NMI %.3f, ARI %.3f"
              .formatted(partitions.purity(), partitions.nmi(), partitions.ari()));
      if (groups.items() > 0) {
        report.line(
            "by group: %d of %d labelled items are of the right group"
                .formatted(groups.right(), groups.answered()));
      }
    }
    if (!contradictions.isEmpty()) {
      report.line(
          "%d contradictions, %d of them across groups: SELECT * FROM contradictions"
              .formatted(
                  contradictions.size(),
                  contradictions.stream().filter(Contradiction::acrossGroups).count()));
      contradictions.stream().limit(SHOWN).forEach(c -> report.line(c.sentence()));
    }
    report
        .count(ITEMS, classes.items())
        .count("labelled", classes.answered())
        .count("right", classes.right())
        .count("contradictions", contradictions.size());
    return wrote ? report.wrote().build() : report.build();
  }
}
