package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.tables.CallRow;
import dev.sluice.tables.ClusterMemberRow;
import dev.sluice.tables.CuratedRow;
import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.tables.Warehouse;
import dev.sluice.testing.SparkExtension;
import dev.sluice.testing.Steps;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Which items the page shows, and by which names. */
@ExtendWith(SparkExtension.class)
class PageItemsTest {
  private static final String LENS = "emulator/m/visual";

  @TempDir private Path dir;
  private Warehouse warehouse;

  @BeforeEach
  void open(SparkSession spark) {
    warehouse = Warehouse.at(spark, dir.resolve("w").toString());
  }

  @Test
  void everySpanOfAFileHasItsOwnName() {
    warehouse.append(
        VideoRow.TABLE,
        List.of(Steps.part("p", "f", 10, 0.0, 5.0), Steps.part("q", "f", 10, 5.0, 10.0)));
    warehouse.append(ClusterMemberRow.TABLE, List.of(member("f", 0, 1), member("f", 5, 2)));
    warehouse.append(CuratedRow.TABLE, List.of(curated("p", "f", 0), curated("q", "f", 5)));
    assertThat(nearest(6))
        .extracting(Findings.Member::itemId, Findings.Member::videoId, Findings.Member::uri)
        .containsExactly(
            tuple("p", "p", "file:/clips/p.mp4"), tuple("q", "q", "file:/clips/q.mp4"));
  }

  @Test
  void beforeCurateAnItemHasTheFirstNameOfItsContent() {
    warehouse.append(VideoRow.TABLE, List.of(Steps.video("a", 5, "a", null)));
    warehouse.append(ClusterMemberRow.TABLE, List.of(member("a", 0, 1)));
    assertThat(nearest(6)).extracting(Findings.Member::itemId).containsExactly("a");
  }

  @Test
  void anItemOfAVideoThatLeftGoesByTheNameThatIsThere() {
    warehouse.append(VideoRow.TABLE, List.of(Steps.part("b", "f", 10, null, null)));
    warehouse.append(ClusterMemberRow.TABLE, List.of(member("f", 0, 1)));
    warehouse.append(CuratedRow.TABLE, List.of(curated("a", "f", 0)));
    assertThat(nearest(6)).extracting(Findings.Member::videoId).containsExactly("b");
  }

  @Test
  void aClusterWhoseNearestItemsLeftShowsTheNextOnes() {
    warehouse.append(
        VideoRow.TABLE, List.of(Steps.video("c", 5, "c", null), Steps.video("d", 5, "d", null)));
    warehouse.append(
        ClusterMemberRow.TABLE,
        List.of(member("a", 0, 1), member("b", 0, 2), member("c", 0, 3), member("d", 0, 4)));
    assertThat(nearest(1)).extracting(Findings.Member::videoId).containsExactly("c");
    assertThat(nearest(2)).extracting(Findings.Member::rank).containsExactly(1, 2);
  }

  @Test
  void whatWasNotBilledIsNotSpent() {
    warehouse.append(CallRow.TABLE, List.of(call("w1", "yes"), call("w2", "no")));
    assertThat(new ReportTables(warehouse).charges())
        .singleElement()
        .satisfies(charge -> assertThat(charge.calls()).isEqualTo(2))
        .satisfies(charge -> assertThat(charge.price()).isEqualTo(3));
  }

  @Test
  void theMapHasEveryItemOnceHoweverItWasEmbedded() {
    float[] east = {1, 0};
    float[] north = {0, 1};
    for (String id : List.of("a", "b", "c")) {
      warehouse.append(VideoRow.TABLE, List.of(Steps.video(id, 5, id, null)));
      warehouse.append(ClusterMemberRow.TABLE, List.of(member(id, 0, 1)));
    }
    warehouse.append(
        EmbeddingRow.TABLE,
        List.of(
            segment("a", "w1", 0, 5, east),
            segment("b", "w2", 0, 5, north),
            segment("b", "w3", 0, 5, north),
            segment("c", "w4", 0, 2.5, north),
            segment("c", "w4", 2.5, 5, east)));
    Findings.ItemMap map =
        new MapTables(warehouse, Steps.clustering("k1", LENS, "video", 1, 0)).map(3, List.of());
    assertThat(map.points())
        .extracting(point -> point.item().videoId())
        .containsExactly("a", "b", "c");
  }

  private List<Findings.Member> nearest(int most) {
    return new ReportTables(warehouse).nearest("k1", most).get(0);
  }

  private static ClusterMemberRow member(String file, double from, int rank) {
    return new ClusterMemberRow("k1", "c-" + file, from, from + 5, 0, rank, 1, rank, false);
  }

  private static EmbeddingRow segment(
      String file, String work, double from, double to, float[] vector) {
    return new EmbeddingRow("c-" + file, LENS, "video", 0, from, to, 2, work, vector);
  }

  private static CallRow call(String work, String billed) {
    return new CallRow(
        work,
        1,
        "embed_text",
        "emulator",
        "m",
        null,
        "c",
        null,
        "refused",
        billed,
        null,
        null,
        1,
        1,
        "request",
        3,
        "USD",
        Steps.START,
        Steps.START,
        "r");
  }

  private static CuratedRow curated(String id, String file, double from) {
    return new CuratedRow(
        id,
        id,
        from,
        from + 5,
        "c-" + file,
        id,
        "x",
        "model",
        1,
        "ready",
        List.of(),
        "train",
        null,
        LENS,
        "k1",
        0,
        1,
        1,
        null,
        null,
        null);
  }
}
