package dev.sluice.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import dev.sluice.tables.EmbeddingRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class ReadStoredTest {
  private static final EmbedConf CONF = new EmbedConf(null, null, null, null, null, "stored", null);
  private static final ProviderRef VIDEO = new ProviderRef("v");

  @Test
  void everyVectorBecomesARowInTheLensOfTheModelThatMadeIt() {
    List<Row> rows = read(Map.of("v", CannedIndex.done("marengo3.0")), "v");
    assertThat(rows).hasSize(2).allMatch(row -> row.get(2) == null);
    Row second = rows.get(1).getStruct(1);
    assertThat(of(second, "content_id")).isEqualTo("content-v");
    assertThat(rows.get(1).get(0)).isEqualTo("content-v");
    assertThat(of(second, "work_key")).isEqualTo("key-v");
    assertThat(of(second, "lens")).isEqualTo("twelvelabs/marengo3.0/visual");
    assertThat(of(second, "scope")).isEqualTo("clip");
    assertThat(of(second, "segment_no")).isEqualTo(1);
    assertThat(of(second, "start_sec")).isEqualTo(5.0);
    assertThat(of(second, "dim")).isEqualTo(2);
    Row unsaid = read(Map.of("v", CannedIndex.done("")), "v").get(0).getStruct(1);
    assertThat(of(unsaid, "lens")).isEqualTo("twelvelabs/marengo3.0/visual");
  }

  @Test
  void whatHasNoneSaysWhyAndItsNeighboursGoOn() {
    Map<String, CallOutcome> answers =
        Map.of(
            "other", new CallOutcome.Refused("another_model", "not ours"),
            "none", new CallOutcome.Failed("empty_result", "none"),
            "gone", new CallOutcome.SourceGone("no such video"),
            "broken", new CallOutcome.Done("x".getBytes(UTF_8), Usage.NONE, VIDEO, "m"),
            "early", new CallOutcome.Pending(VIDEO),
            "busy", new CallOutcome.Throttled(Duration.ZERO, "later"),
            "v", CannedIndex.done("marengo3.0"));
    List<Row> rows = read(answers, "other", "none", "gone", "broken", "early", "busy", "v");
    assertThat(rows.subList(0, 6))
        .extracting(row -> row.get(2))
        .containsExactly(
            "another_model",
            "empty_result",
            "unknown_video",
            "unreadable_answer",
            "later",
            "later");
    assertThat(rows.subList(0, 4))
        .allMatch(row -> row.getString(0).startsWith("content-"))
        .allMatch(row -> row.get(1) == null)
        .allMatch(row -> row.getString(3).contains("set embed.indexed to paid"));
    assertThat(rows.get(0).getString(3)).contains("twelvelabs:index/i/other", "not ours");
    assertThat(rows.subList(6, 8)).allMatch(row -> row.get(2) == null);
  }

  @Test
  void nothingMoreIsAskedOnceNoQuestionCanSucceed() {
    Map<String, CallOutcome> answers =
        Map.of("a", new CallOutcome.Fatal(CallOutcome.FatalCause.BAD_KEY, "the key is wrong"));
    List<Row> rows = read(answers, "a", "b", "c");
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(2)).isEqualTo("stopped");
    assertThat(rows.get(0).get(3)).isEqualTo("the key is wrong");
  }

  private static Object of(Row vector, String column) {
    return vector.get(EmbeddingRow.TABLE.schema().fieldIndex(column));
  }

  private static List<Row> read(Map<String, CallOutcome> answers, String... videos) {
    List<Row> wanted = new ArrayList<>();
    for (String video : videos) {
      Object[] row = {"key-" + video, "content-" + video, "twelvelabs:index/i/" + video};
      wanted.add(new GenericRowWithSchema(row, StoredKeys.SCHEMA));
    }
    List<Row> rows = new ArrayList<>();
    new ReadStored(CannedIndex.of(answers), CONF)
        .call(wanted.iterator())
        .forEachRemaining(rows::add);
    return rows;
  }
}
