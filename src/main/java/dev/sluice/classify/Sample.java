package dev.sluice.classify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.text.LabelName;
import dev.sluice.text.RootCause;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The labelled videos that thresholds are chosen on. Each is one row on the driver: a sample is
 * small.
 */
final class Sample {
  private static final StructType CRITICAL =
      new StructType()
          .add("labels", DataTypes.createArrayType(DataTypes.StringType), false)
          .add("critical", DataTypes.createArrayType(DataTypes.DoubleType, false), false);

  private Sample() {}

  /**
   * What calibrating found.
   *
   * @param rules the rules with the thresholds to use
   * @param choices what was found by class; empty where the threshold stays as it is set
   * @param videos labelled videos
   */
  record Found(List<Rule> rules, List<Optional<Calibration.Choice>> choices, int videos) {}

  /**
   * Chooses a threshold for each class.
   *
   * @param videos rows of {@link Videos}
   * @param file CSV of video_id and label, a video as often as it has labels; empty for the ground
   *     truth of the manifest
   * @throws StepStopped when the file cannot be used or no video is labelled
   */
  static Found calibrate(Dataset<Row> videos, String file, List<Rule> rules) {
    List<Row> labelled =
        labelled(videos, file)
            .map((MapFunction<Row, Row>) new Criticals(rules), Encoders.row(CRITICAL))
            .collectAsList();
    if (labelled.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          file.isEmpty()
              ? "classify: nothing to calibrate on: no embedded video has a label in the manifest; add the column label, or name a file with classify.sample"
              : "classify: nothing to calibrate on: %s labels no embedded video".formatted(file));
    }
    List<Rule> chosen = new ArrayList<>();
    List<Optional<Calibration.Choice>> choices = new ArrayList<>();
    for (int c = 0; c < rules.size(); c++) {
      Optional<Calibration.Choice> choice = Calibration.choose(of(labelled, rules.get(c), c));
      choices.add(choice);
      Rule rule = rules.get(c);
      chosen.add(choice.map(found -> rule.withThreshold(found.threshold())).orElse(rule));
    }
    return new Found(chosen, choices, labelled.size());
  }

  private static List<Calibration.Labelled> of(List<Row> labelled, Rule rule, int c) {
    String key = LabelName.key(rule.name());
    List<Calibration.Labelled> sample = new ArrayList<>();
    for (Row row : labelled) {
      Set<String> labels = new HashSet<>();
      row.<String>getList(0).forEach(label -> labels.add(LabelName.key(label)));
      sample.add(new Calibration.Labelled(row.<Double>getList(1).get(c), labels.contains(key)));
    }
    return sample;
  }

  private static Dataset<Row> labelled(Dataset<Row> videos, String file) {
    if (file.isEmpty()) {
      return videos
          .where(col("ground_truth").isNotNull())
          .withColumn("labels", array(col("ground_truth")));
    }
    Dataset<Row> csv;
    try {
      csv =
          videos
              .sparkSession()
              .read()
              .option("header", "true")
              .option("multiLine", "true")
              .option("escape", "\"")
              .csv(file);
    } catch (Exception e) {
      // Spark's AnalysisException is checked and not declared, so it cannot be named here.
      throw new StepStopped(
          ExitCode.USAGE,
          "classify: sample %s cannot be read; check the path (%s)"
              .formatted(file, RootCause.firstLine(e.getMessage(), "")));
    }
    if (!List.of(csv.columns()).containsAll(List.of("video_id", "label"))) {
      throw new StepStopped(
          ExitCode.INPUT,
          "classify: sample %s needs the columns video_id and label; it has %s"
              .formatted(file, List.of(csv.columns())));
    }
    Dataset<Row> labels =
        csv.where(col("video_id").isNotNull().and(col("label").isNotNull()))
            .groupBy("video_id")
            .agg(collect_set("label").as("labels"));
    return videos.join(labels, "video_id");
  }

  /** The highest threshold of each class at which a video would be assigned, on executors. */
  static final class Criticals implements MapFunction<Row, Row>, Serializable {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Rule> rules;

    Criticals(List<Rule> rules) {
      this.rules = new ArrayList<>(rules);
    }

    @Override
    public Row call(Row video) {
      Evidence evidence = Evidence.of(video, rules.size());
      Object[] critical = new Object[rules.size()];
      for (int c = 0; c < critical.length; c++) {
        critical[c] =
            Coverage.critical(
                evidence.byClass().get(c), evidence.durationSec(), rules.get(c).minRatio());
      }
      Object[] labels = video.<String>getList(video.fieldIndex("labels")).toArray();
      return RowFactory.create(labels, critical);
    }
  }
}
