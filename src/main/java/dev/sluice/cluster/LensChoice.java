package dev.sluice.cluster;

import dev.sluice.provider.Lens;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.Warehouse;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Which embedding space is meant.
 *
 * @param wanted the lens as set; empty for the one visual lens of the job's provider
 */
record LensChoice(String wanted) {

  /**
   * The lens to cluster.
   *
   * @param provider the job's provider
   * @throws StepStopped when there is no such lens, or several could be meant
   */
  String in(Warehouse warehouse, String provider) {
    List<String> lenses = new ArrayList<>();
    for (Row row : warehouse.read(EmbeddingRow.TABLE).select("lens").distinct().collectAsList()) {
      lenses.add(row.getString(0));
    }
    lenses.sort(null);
    if (!wanted.isEmpty()) {
      if (!lenses.contains(wanted)) {
        throw new StepStopped(
            ExitCode.USAGE,
            "cluster: no embeddings in lens %s; there are: %s".formatted(wanted, lenses));
      }
      return wanted;
    }
    List<String> visual =
        lenses.stream()
            .filter(l -> Lens.parse(l).provider().equals(provider))
            .filter(l -> Lens.parse(l).modality().equals("visual"))
            .toList();
    if (visual.isEmpty()) {
      throw new StepStopped(
          ExitCode.INPUT,
          "cluster: no visual embeddings of provider %s; run the embed step first (lenses: %s)"
              .formatted(provider, lenses));
    }
    if (visual.size() > 1) {
      throw new StepStopped(
          ExitCode.USAGE,
          "cluster: several lenses could be meant; set cluster.lens to one of " + visual);
    }
    return visual.get(0);
  }
}
