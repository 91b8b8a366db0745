package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SparkExtension.class)
class ViewsTest {
  @Test
  void theProvenanceOfALabelIsTheQuestionAskedLast(SparkSession spark, @TempDir Path dir) {
    Warehouse warehouse = Warehouse.at(spark, dir.toString());
    warehouse.append(CuratedRow.TABLE, List.of(item("a", 0), item("b", 1)));
    // Of two clusters one was decided a second before the other; both belong to one question.
    warehouse.append(
        ClusterLabelRow.TABLE,
        List.of(
            label(0, "animals@1", "cat", 0),
            label(1, "animals@1", "dog", 1),
            label(0, "animals@2", "kitten", 2),
            label(1, "animals@2", "puppy", 3)));
    warehouse.registerViews();
    assertThat(
            spark
                .sql("SELECT item_id, answer, evidence, taxonomy_version FROM label_provenance")
                .orderBy("item_id")
                .collectAsList())
        .extracting(Object::toString)
        .containsExactly("[a,kitten,saw kitten,animals@2]", "[b,puppy,saw puppy,animals@2]");
  }

  private static ClusterLabelRow label(
      int cluster, String taxonomy, String label, int secondsLater) {
    return new ClusterLabelRow(
        "k1",
        cluster,
        label,
        false,
        1,
        1,
        1.0,
        1,
        taxonomy,
        "prompt",
        "m",
        Steps.START.plusSeconds(secondsLater),
        List.of(
            new ClusterLabelRow.Vote(
                "c", 0, 5, 1, "w-" + label, label, "labelled", "saw " + label)));
  }

  private static CuratedRow item(String id, int cluster) {
    return new CuratedRow(
        id,
        id,
        0,
        5,
        "c-" + id,
        id,
        "x",
        "model",
        1,
        "ready",
        List.of(),
        "train",
        null,
        "emulator/m/visual",
        "k1",
        cluster,
        0,
        1,
        null,
        null,
        null);
  }
}
