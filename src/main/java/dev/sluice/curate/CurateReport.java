package dev.sluice.curate;

import dev.sluice.step.StepReport;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What the curate step says. */
final class CurateReport {
  private CurateReport() {}

  static StepReport of(Warehouse warehouse, long notClustered, List<String> notes, boolean wrote) {
    Map<String, Long> verdicts = new TreeMap<>();
    Map<String, Long> splits = new TreeMap<>();
    Map<String, Long> reasons = new TreeMap<>();
    for (Row row :
        warehouse
            .read(CuratedRow.TABLE)
            .groupBy("verdict", "split", "reasons")
            .agg(functions.count(functions.lit(1)))
            .collectAsList()) {
      long items = row.getLong(3);
      verdicts.merge(row.getString(0), items, Long::sum);
      splits.merge(row.getString(1), items, Long::sum);
      for (Object reason : row.getList(2)) {
        reasons.merge((String) reason, items, Long::sum);
      }
    }
    long ready = verdicts.getOrDefault("ready", 0L);
    long review = verdicts.getOrDefault("review", 0L);
    long excluded = verdicts.getOrDefault("excluded", 0L);
    StepReport.Builder report =
        StepReport.of(
                "%d items: %d ready, %d to review, %d excluded"
                    .formatted(ready + review + excluded, ready, review, excluded))
            .line(
                "train %d, validation %d, test %d"
                    .formatted(
                        splits.getOrDefault("train", 0L),
                        splits.getOrDefault("validation", 0L),
                        splits.getOrDefault("test", 0L)))
            .count("items", ready + review + excluded)
            .count("ready", ready)
            .count("review", review)
            .count("excluded", excluded)
            .count("not_clustered", notClustered);
    if (!reasons.isEmpty()) {
      StringBuilder why = new StringBuilder("why not ready:");
      reasons.forEach((reason, items) -> why.append(' ').append(reason).append(' ').append(items));
      report.line(why.toString());
    }
    if (notClustered > 0) {
      report.line(
          "%d accepted videos have no item: not embedded yet, or not in the newest clustering"
              .formatted(notClustered));
    }
    notes.forEach(report::line);
    return wrote ? report.wrote().build() : report.build();
  }
}
