package dev.sluice.classify;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.sluice.step.StepReport;
import dev.sluice.tables.VideoSegments;
import dev.sluice.tables.Warehouse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the classify step says about its rows.
 *
 * @param rules the rules that were used
 * @param lenses what was looked at
 * @param found what calibrating found, where it was asked for
 * @param vectors the prompts
 * @param provider namespace
 */
record ClassifyReport(
    List<Rule> rules,
    Lenses lenses,
    Optional<Sample.Found> found,
    PromptVectors vectors,
    String provider) {

  StepReport of(Warehouse warehouse, Dataset<Row> rows, boolean wrote) {
    Map<String, Row> byClass = new HashMap<>();
    for (Row row :
        rows.groupBy("class_name")
            .agg(
                count(lit(1)),
                count(when(col("assigned"), 1)),
                avg(when(col("assigned"), col("score"))))
            .collectAsList()) {
      byClass.put(row.getString(0), row);
    }
    long videos = byClass.values().stream().mapToLong(row -> row.getLong(1)).max().orElse(0);
    long classified = rows.where(col("rank").equalTo(1).and(col("assigned"))).count();
    long without = VideoSegments.accepted(warehouse).count() - videos;
    StepReport.Builder report =
        StepReport.of(
                "%d of %d videos are of one of %d classes"
                    .formatted(classified, videos, rules.size()))
            .line(
                "%d prompts: %d paid now"
                    .formatted(vectors.byText().size(), vectors.spent().done()));
    for (int c = 0; c < rules.size(); c++) {
      report.line(line(rules.get(c), byClass.get(rules.get(c).name())) + calibrated(c));
    }
    lenses
        .missing()
        .forEach(option -> report.line("no video has %s vectors: not looked at".formatted(option)));
    if (without > 0) {
      report.line("%d accepted videos have no vectors and no class".formatted(without));
    }
    if (provider.equals("emulator")) {
      report.line(
          "provider emulator: its vectors of prompts are made up, so these classes mean nothing");
    }
    report
        .count("videos", videos)
        .count("classified", classified)
        .count("without_vectors", Math.max(0, without))
        .count("prompts", vectors.byText().size())
        .count("creates", vectors.spent().creates());
    return wrote ? report.wrote().build() : report.build();
  }

  private static String line(Rule rule, Row counts) {
    long assigned = counts == null ? 0 : counts.getLong(2);
    String score =
        assigned == 0 ? "" : String.format(Locale.ROOT, ", mean score %.1f", counts.getDouble(3));
    return String.format(
        Locale.ROOT,
        "%s: %d videos%s; threshold %.3f",
        rule.name(),
        assigned,
        score,
        rule.threshold());
  }

  private String calibrated(int c) {
    if (found.isEmpty()) {
      return "";
    }
    return found
        .get()
        .choices()
        .get(c)
        .map(
            choice ->
                String.format(
                    Locale.ROOT,
                    " by calibration: F1 %.3f on %d labelled videos, %d of them of the class",
                    choice.f1(),
                    choice.videos(),
                    choice.ofClass()))
        .orElse(
            " as set: none finds a video of the class among %d labelled ones"
                .formatted(found.get().videos()));
  }
}
