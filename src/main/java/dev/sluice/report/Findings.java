package dev.sluice.report;

import java.util.List;

/**
 * Everything that the page says, as plain numbers: equal findings make the same page.
 *
 * @param title title of the page
 * @param codeVersion version of Sluice
 * @param rate what an hour of watching costs
 * @param rateCurrency currency of the rate
 * @param origin where vectors and labels came from; null before anything is clustered
 * @param footage what came in and how much of it is labelled
 * @param refusals what was refused, by reason
 * @param charges calls, by operation and model
 * @param clusters clusters, largest first
 * @param labels labels, most frequent first
 * @param releases releases, newest first
 * @param map the items in two dimensions
 * @param alike pairs of clusters that may be one category, most alike first
 * @param checks what the labels were held against
 * @param queue what a person should look at
 * @param classes sets of classes with the videos that match them
 */
record Findings(
    String title,
    String codeVersion,
    double rate,
    String rateCurrency,
    Origin origin,
    Footage footage,
    List<Refusal> refusals,
    List<Charge> charges,
    List<Cluster> clusters,
    List<LabelShare> labels,
    List<Release> releases,
    ItemMap map,
    List<Alike> alike,
    Checks checks,
    Queue queue,
    List<ClassSet> classes) {

  /**
   * The clustering that the page shows.
   *
   * @param provider who computed the vectors
   * @param lens embedding space
   * @param unit video or clip
   * @param k number of clusters
   * @param kChosenBy how k was chosen
   * @param silhouette mean silhouette; null when k is 1
   * @param taxonomy taxonomy of the labels; null before labelling
   * @param model model that was asked for labels; null before labelling
   */
  record Origin(
      String provider,
      String lens,
      String unit,
      int k,
      String kChosenBy,
      Double silhouette,
      String taxonomy,
      String model) {}

  /**
   * What came in.
   *
   * @param accepted videos that go through
   * @param duplicates second names of a content
   * @param rejected videos refused
   * @param seconds length of the accepted videos
   * @param items curated items
   * @param labelled items with a label that are not excluded
   * @param excluded items excluded
   * @param review labelled items worth a person's look
   * @param labelledSeconds length of the labelled items
   * @param askedSeconds length of the representatives that a model was asked about
   */
  record Footage(
      long accepted,
      long duplicates,
      long rejected,
      double seconds,
      long items,
      long labelled,
      long excluded,
      long review,
      double labelledSeconds,
      double askedSeconds) {
    /** Seconds nobody has to watch: labelled items minus representatives, 0 or more. */
    double savedSeconds() {
      return Math.max(0, labelledSeconds - askedSeconds);
    }
  }

  /** Things refused for one reason at one step, with some of their keys. */
  record Refusal(String step, String reason, long count, String detail, List<String> examples) {}

  /** Calls of one kind that ended one way. */
  record Charge(
      String provider,
      String operation,
      String model,
      String outcome,
      long calls,
      double units,
      String unit,
      double price,
      String currency,
      long billedUnknown) {}

  /**
   * A cluster.
   *
   * @param id its number, from 0
   * @param size items in it
   * @param label what most of its items are called; null when most have no label
   * @param labelSource model, review or none
   * @param otherwise items in it that are called something else
   * @param votes votes for the model's label
   * @param asked representatives asked; 0 before labelling
   * @param evidence what the model said it saw
   * @param meanDistance mean distance to the centroid
   * @param meanMargin mean of (distance to the next centroid minus distance to its own)
   * @param outliers items far from the centroid
   * @param nearestId the cluster whose centroid is nearest; -1 when there is no other
   * @param nearestDistance distance between the two centroids
   * @param members the items nearest to the centroid, nearest first
   */
  record Cluster(
      int id,
      long size,
      String label,
      String labelSource,
      long otherwise,
      int votes,
      int asked,
      List<String> evidence,
      double meanDistance,
      double meanMargin,
      long outliers,
      int nearestId,
      double nearestDistance,
      List<Member> members) {}

  /**
   * Two clusters that may be one category.
   *
   * @param one the lower cluster id
   * @param other the higher one
   * @param separation distance of their centroids ÷ sum of their mean distances
   * @param smallMargins share of their items that are almost as near to another centroid
   */
  record Alike(int one, int other, double separation, double smallMargins) {}

  /** An item of a cluster, with what it is called in the dataset and where its file is. */
  record Member(
      String contentId,
      String videoId,
      String uri,
      double startSec,
      double endSec,
      int rank,
      String itemId) {
    /** The middle of the item, where its picture is taken. */
    double middle() {
      return (startSec + endSec) / 2;
    }
  }

  /** How often a label occurs; the splits count items. */
  record LabelShare(
      String label, long items, double seconds, long train, long validation, long test) {}

  /** A release. */
  record Release(
      String name, String formats, long items, int classes, long leftOut, String at, String uri) {}

  /**
   * Items in two dimensions.
   *
   * @param items items of the clustering
   * @param method umap or pca
   * @param explained share of the variance in the space of the clustering that the two axes keep, 0
   *     to 1; null where unknown
   * @param trustworthiness mean of its items', 0 to 1; null where nobody measured it
   * @param byNeighbours items placed by others
   * @param points the items drawn
   */
  record ItemMap(
      long items,
      String method,
      Double explained,
      Double trustworthiness,
      long byNeighbours,
      List<Point> points) {
    /** Nothing is clustered. */
    static final ItemMap NONE = new ItemMap(0, "pca", null, null, 0, List.of());
  }

  /**
   * An item on the map.
   *
   * @param item its name and span
   * @param label null when it has none
   * @param source model, review or none; null before curate
   * @param confidence 0 to 1
   * @param verdict ready, review or excluded; null before curate
   * @param reasons why it is not ready
   * @param split train, validation or test; null before curate
   * @param trustworthiness how far to believe the map there, 0 to 1; null where nobody measured it
   * @param answer what a model said about this very item; null when it was not asked
   */
  record Point(
      double x,
      double y,
      Item item,
      int cluster,
      boolean isOutlier,
      String label,
      String source,
      double confidence,
      String verdict,
      String reasons,
      String split,
      Double trustworthiness,
      String answer) {}

  /** What an item is called, and where it is. */
  record Item(String id, String videoId, String uri, double startSec, double endSec) {}

  /**
   * Items that a person should look at.
   *
   * @param items how many
   * @param first the least certain of them
   */
  record Queue(long items, List<Task> first) {
    /** Nothing to look at. */
    static final Queue NONE = new Queue(0, List.of());
  }

  /** An item with a label that somebody should confirm. */
  record Task(Item item, int cluster, String label, double confidence, String reasons) {}

  /** A set of classes. */
  record ClassSet(String name, List<ClassShow> classes) {}

  /**
   * A class with the videos that match it best.
   *
   * @param videos videos that were scored
   * @param assigned how many of them are of the class
   * @param threshold smallest cosine of a match
   * @param minRatio smallest share of a video's time in an assigned class
   * @param best the best of them, best first
   */
  record ClassShow(
      String name,
      long videos,
      long assigned,
      double threshold,
      double minRatio,
      List<ClassVideo> best) {}

  /**
   * A video of a class.
   *
   * @param score 0 to 100
   * @param durationRatio 0 to 1
   * @param matches clips that match
   * @param clips the nearest of them, in order of time
   */
  record ClassVideo(
      String videoId,
      String uri,
      boolean isAssigned,
      double score,
      double durationRatio,
      int matches,
      List<ClassClip> clips) {}

  /** A clip that matches a class. */
  record ClassClip(double startSec, double endSec, String prompt, String option, double cosine) {}
}
