package dev.sluice.curate;

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
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.ReviewRow;
import dev.sluice.tables.Warehouse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Makes the dataset: one row per item of the newest clustering with its label from a model or a
 * person, its verdict, split and provenance. Ground truth stays in its own column. Pays nothing.
 * Idempotent: a second run writes nothing.
 */
public final class CurateStep implements Step {
  private final CurateConf conf;

  /** A step with these settings; local paths are absolute, or relative to the working folder. */
  public CurateStep(CurateConf conf) {
    this.conf = conf;
  }

  @Override
  public String name() {
    return "curate";
  }

  /**
   * {@inheritDoc}
   *
   * @throws StepStopped when the reviews or the taxonomy cannot be used, or nothing is clustered
   */
  @Override
  public StepReport run(StepContext context) {
    Warehouse warehouse = context.warehouse();
    ClusteringRow clustering = context.clustering(this);
    boolean newReviews = loadReviews(warehouse);
    List<String> notes = new ArrayList<>();
    Reviews reviews = new Reviews(warehouse.rows(ReviewRow.TABLE));
    checkLabels(reviews, notes);
    try (Recordings recordings = Recordings.of(warehouse)) {
      notes.addAll(recordings.notes());
      CuratedItems items = new CuratedItems(warehouse, clustering, recordings);
      boolean wrote = write(warehouse, clustering, items, reviews, notes);
      return CurateReport.of(warehouse, items.notClustered(), notes, wrote || newReviews);
    }
  }

  private boolean write(
      Warehouse warehouse,
      ClusteringRow clustering,
      CuratedItems items,
      Reviews reviews,
      List<String> notes) {
    Map<String, Set<Integer>> clustersOf = items.clustersOf(reviews.keys());
    Set<String> unknown = new TreeSet<>(reviews.keys());
    unknown.removeAll(clustersOf.keySet());
    if (!unknown.isEmpty()) {
      notes.add("reviews that name no clustered item, not applied: " + unknown);
    }
    Map<String, Set<Integer>> decided =
        new DecidedClusters(warehouse, clustering, items)
            .of(reviews.clusterDecisions(), clustersOf, notes);
    Dataset<Row> curated =
        items
            .rows()
            .map(
                new ToCurated(
                    clustering.clusteringId(),
                    clustering.lens(),
                    names(warehouse, clustering),
                    reviews.rulingsOnItems(),
                    reviews.rulingsOnClusters(decided, notes),
                    SplitRule.from(conf.split()),
                    conf.minConfidence()),
                Encoders.row(ToCurated.SCHEMA));
    if (conf.split().stratified()) {
      curated = StratifiedDeal.of(curated, SplitRule.from(conf.split()));
    }
    curated = curated.drop(Recordings.RECORDING, ToCurated.IS_STATED);
    curated.persist(StorageLevel.MEMORY_AND_DISK());
    boolean wrote = warehouse.replaceIfDifferent(CuratedRow.TABLE, curated);
    curated.unpersist();
    return wrote;
  }

  private boolean loadReviews(Warehouse warehouse) {
    if (conf.reviews().isEmpty()) {
      return false;
    }
    Forgotten forgotten = Forgotten.in(warehouse);
    List<ReviewRow> file =
        ReviewFile.read(warehouse.spark(), conf.reviews()).stream()
            .filter(review -> !forgotten.holdsItem(review.key()))
            .toList();
    Set<ReviewRow> known = new HashSet<>(warehouse.rows(ReviewRow.TABLE));
    Set<List<Object>> taken = new HashSet<>();
    known.forEach(review -> taken.add(key(review)));
    List<String> changed =
        file.stream()
            .filter(review -> !known.contains(review) && taken.contains(key(review)))
            .map(review -> review.kind() + " " + review.key())
            .toList();
    if (!changed.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "curate: %s changes decisions that were loaded before (%s); give a new decision a later time in column at"
              .formatted(conf.reviews(), String.join(", ", changed)));
    }
    return warehouse.appendNew(ReviewRow.TABLE, warehouse.dataset(ReviewRow.TABLE, file));
  }

  private static List<Object> key(ReviewRow review) {
    return List.of(review.kind(), review.key(), review.at());
  }

  private void checkLabels(Reviews reviews, List<String> notes) {
    if (conf.taxonomy().isEmpty()) {
      return;
    }
    Taxonomy taxonomy;
    try {
      taxonomy = TaxonomyFile.read(Path.of(conf.taxonomy()));
    } catch (IllegalArgumentException e) {
      throw new StepStopped(ExitCode.USAGE, "curate: " + e.getMessage());
    }
    Set<String> added = new TreeSet<>();
    for (String label : reviews.labels()) {
      Optional<Taxonomy.Label> known = taxonomy.find(label);
      if (known.isEmpty()) {
        added.add(label);
      } else if (!known.get().name().equals(label)) {
        throw new StepStopped(
            ExitCode.INPUT,
            "curate: a review says '%s' where the taxonomy %s says '%s'; they would be two classes, review again with the taxonomy's spelling"
                .formatted(label, taxonomy.id(), known.get().name()));
      }
    }
    if (!added.isEmpty()) {
      notes.add("classes that reviews add to taxonomy %s: %s".formatted(taxonomy.id(), added));
    }
  }

  private static Map<Integer, Named> names(Warehouse warehouse, ClusteringRow clustering) {
    Map<Integer, Named> names = new HashMap<>();
    for (ClusterLabelRow row : Clusterings.labels(warehouse, clustering.clusteringId())) {
      names.put(row.clusterId(), Named.of(row));
    }
    return names;
  }
}
