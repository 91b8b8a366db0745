package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.media.MediaException;
import dev.sluice.provider.Span;
import java.util.UUID;

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

  static Answer make(AnalyzeOrder order, Eyes eyes) throws Exception {
    Footage footage = order.source().open().open();
    try {
      Span span = order.spanOf(footage);
      Witness witness = new Witness(Sighting.of(eyes.objects(footage.file(), span)));
      return new Answer(
          UUID.randomUUID().toString(),
          data(order, witness),
          footage.facts().durationSec(),
          order.prompt().length() / CHARACTERS_PER_TOKEN);
    } catch (ApiError e) {
      throw new Workbench.Unworkable(e.getMessage());
    } catch (MediaException e) {
      throw new Workbench.Unworkable(
          "We could not process your media. Please verify the input file and try again.");
    } finally {
      order.source().release(footage);
    }
  }

  int outputTokens() {
    return data.length() / CHARACTERS_PER_TOKEN;
  }

  private static String data(AnalyzeOrder order, Witness witness) throws Exception {
    if (order.schema().isEmpty()) {
      return "Measured, not described: " + witness.evidence() + ".";
    }
    ObjectNode answer =
        order
            .schema()
            .get()
            .fill(choices -> witness.choose(choices, order.prompt()), witness.evidence());
    return Exchange.JSON.writeValueAsString(answer);
  }
}
