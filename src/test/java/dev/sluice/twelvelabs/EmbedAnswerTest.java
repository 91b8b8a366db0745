package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.Scope;
import dev.sluice.testing.WireContract;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbedAnswerTest {

  @Test
  void segmentsAreNumberedInTimeOrderWithinScopeAndModality() {
    List<EmbeddedSegment> segments = read(WireContract.of("embed-ready").body());
    assertThat(segments)
        .extracting(EmbeddedSegment::scope)
        .containsExactly(Scope.CLIP, Scope.CLIP, Scope.VIDEO);
    assertThat(segments).extracting(EmbeddedSegment::segmentNo).containsExactly(0, 1, 0);
    assertThat(segments)
        .extracting(EmbeddedSegment::startSec)
        .containsExactly(0.0, 4.199999809265137, 0.0);
    assertThat(segments.get(0).vector()).containsExactly(0.8f, 0.6f, 0f);
    assertThat(segments).extracting(EmbeddedSegment::modality).containsOnly("visual");
  }

  @Test
  void aWholeVideoVectorWithoutTimesCoversTheVideo() {
    ObjectNode answer = WireContract.of("embed-ready").tree();
    ObjectNode whole = (ObjectNode) answer.get("data").get(2);
    whole.putNull("start_sec").putNull("end_sec");
    assertThat(read(answer.toString()).get(2).endSec()).isEqualTo(10.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[0.0, 0.0, 0.0] | it is zero",
        "[1e99, 0.0, 0.0] | not finite",
        "[1.0, 0.0] | has 2 numbers, the first has 3",
        "[] | it is empty",
        "null | it is empty",
        "[null, 1.0, 1.0] | not an embedding answer",
        "[\"0.5\", 1.0, 1.0] | not an embedding answer"
      })
  void vectorsThatCannotBeComputedWithAreRejected(String vector, String why) {
    String body =
        WireContract.of("embed-ready").body().replaceFirst("\\[0\\.8,0\\.6,0\\.0\\]", vector);
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({
    "embedding_scope, galaxy, unknown scope",
    "end_sec, 0, covers no time",
    "start_sec, , which time",
    "embedding_option, , what of the video"
  })
  void segmentsThatSayNothingUsefulAreRejected(String field, String value, String why) {
    ObjectNode answer = WireContract.of("embed-ready").tree();
    ObjectNode clip = (ObjectNode) answer.get("data").get(1);
    if (value == null) {
      clip.putNull(field);
    } else if (field.equals("end_sec")) {
      clip.put(field, Double.parseDouble(value));
    } else {
      clip.put(field, value);
    }
    assertThatThrownBy(() -> read(answer.toString())).hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({"''", "null", "[]", "{}", "'{\"data\":[]}'", "'<html>'"})
  void otherBytesAreNoAnswer(String body) {
    assertThatThrownBy(() -> read(body)).isInstanceOf(IllegalArgumentException.class);
  }

  private static List<EmbeddedSegment> read(String body) {
    return EmbedAnswer.segments(body.getBytes(UTF_8));
  }
}
