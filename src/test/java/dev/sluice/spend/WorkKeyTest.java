package dev.sluice.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkKeyTest {
  private static final String CONTENT = "f1:" + "0".repeat(64);

  @Test
  void keysNeverChange() throws IOException {
    StringBuilder now = new StringBuilder();
    examples().forEach((name, key) -> now.append(name).append(' ').append(key).append('\n'));
    try (InputStream in = getClass().getResourceAsStream("work-keys.golden")) {
      String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(now.toString())
          .as("a changed key pays for every corpus again; the golden file may only gain lines")
          .isEqualTo(golden);
    }
  }

  @Test
  void orderOfModalitiesDoesNotMatter() {
    assertThat(embed(List.of("visual", "audio"), new Segmentation.Dynamic(4)))
        .isEqualTo(embed(List.of("audio", "visual"), new Segmentation.Dynamic(4)));
  }

  @Test
  void numbersAreWrittenOneWay() {
    assertThat(CanonicalJson.write(List.of(1, 1.0, 1.50, 1e21, -0.0, 10L)))
        .isEqualTo("[1,1,1.5,1000000000000000000000,0,10]");
  }

  @Test
  void keysAreSortedAndTextIsEscaped() {
    assertThat(CanonicalJson.write(Map.of("b", "\"\\\n\u0001é", "a", true)))
        .isEqualTo("{\"a\":true,\"b\":\"\\\"\\\\\\n\\u0001é\"}");
  }

  @Test
  void whatCannotBeWrittenIsRefused() {
    assertThatThrownBy(() -> CanonicalJson.write(Double.NaN))
        .hasMessageContaining("cannot be part of a work key");
    assertThatThrownBy(() -> CanonicalJson.write(new Object()))
        .hasMessageContaining("cannot be part of a work key");
  }

  private static Map<String, String> examples() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("asset", WorkKey.of("twelvelabs", "asset", "", List.of(CONTENT), Map.of()).value());
    keys.put("embed-default", embed(List.of("visual"), new Segmentation.Dynamic(4)).value());
    keys.put("embed-fixed-5", embed(List.of("visual"), new Segmentation.Fixed(5)).value());
    keys.put(
        "embed-all",
        embed(List.of("visual", "audio", "transcription"), new Segmentation.Dynamic(2)).value());
    EmbedRequest span =
        new EmbedRequest(
            "marengo3.0",
            List.of("visual"),
            new Segmentation.Dynamic(4),
            Optional.of(new Span(0, 14400)));
    keys.put(
        "embed-span",
        WorkKey.of("emulator", "embed", span.model(), List.of(CONTENT), span.identity()).value());
    AnalyzeRequest question =
        new AnalyzeRequest(
            "pegasus1.5",
            "Which?",
            List.of("a", "none of these"),
            AnalyzeRequest.DEFAULT_TEMPERATURE,
            AnalyzeRequest.DEFAULT_MAX_TOKENS,
            Optional.empty());
    keys.put(
        "analyze-default",
        WorkKey.of("twelvelabs", "analyze", question.model(), List.of(CONTENT), question.identity())
            .value());
    List<String> words = List.of("t1:" + WorkKey.sha256("a person at a machine"));
    keys.put(
        "embed-text",
        WorkKey.of("twelvelabs", "embed_text", "marengo3.0", words, Map.of()).value());
    keys.put(
        "stored",
        WorkKey.of("twelvelabs", "stored", "marengo3.0", List.of(CONTENT), Map.of()).value());
    EmbedRequest clips =
        new EmbedRequest(
            "marengo3.0",
            List.of("visual"),
            new Segmentation.Dynamic(4),
            Optional.empty(),
            List.of(Scope.CLIP));
    keys.put(
        "embed-clips",
        WorkKey.of("twelvelabs", "embed", clips.model(), List.of(CONTENT), clips.identity())
            .value());
    return keys;
  }

  private static WorkKey embed(List<String> modalities, Segmentation segmentation) {
    EmbedRequest request =
        new EmbedRequest("marengo3.0", modalities, segmentation, Optional.empty());
    return WorkKey.of("twelvelabs", "embed", request.model(), List.of(CONTENT), request.identity());
  }
}
