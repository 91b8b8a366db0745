package dev.sluice.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The finished work of an {@link AnalyzeOrder}.
 *
 * @param generationId an id of its own
 * @param data the answer: text, or JSON in a text
 * @param durationSec length of the video, seconds
 * @param inputTokens rough count of the question
 */
record Answer(String generationId, String data, double durationSec, int inputTokens) {
  private static final int CHARACTERS_PER_TOKEN = 4;

  /**
   * An answer of the shape that was asked for.
   *
   * @param id of the task that asked
   * @param durationSec length of the video
   * @param text the answer where free text is asked for
   * @param property what goes into a property that is a text
   * @param choose picks one of the words that a property allows
   */
  static Answer of(
      String id,
      AnalyzeOrder order,
      double durationSec,
      String text,
      String property,
      Function<List<String>, String> choose)
      throws JsonProcessingException {
    String data =
        order.schema().isEmpty()
            ? text
            : Exchange.JSON.writeValueAsString(order.schema().get().fill(choose, property));
    return new Answer(
        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString(),
        data,
        durationSec,
        order.prompt().length() / CHARACTERS_PER_TOKEN);
  }

  int outputTokens() {
    return data.length() / CHARACTERS_PER_TOKEN;
  }
}
