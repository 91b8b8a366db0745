package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.step.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineTest {
  @Test
  void thePartThatIsAskedForRunsInTheOrderOfTheJob() {
    assertThat(chosen(List.of(), null, "cluster")).containsExactly("ingest", "embed", "cluster");
    assertThat(chosen(List.of("label", "embed"), null, null)).containsExactly("embed", "label");
    assertThat(chosen(List.of(), "embed", "embed")).containsExactly("embed");
  }

  @Test
  void aPartWithoutAStepIsRefused() {
    for (Pipeline.Part none :
        List.of(
            new Pipeline.Part(List.of(), "label", "embed"),
            new Pipeline.Part(List.of("label"), null, "embed"),
            new Pipeline.Part(List.of("embed"), "label", null))) {
      assertThatThrownBy(() -> Pipeline.chosen(steps(), none))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no step")
          .hasMessageContaining("ingest, embed, cluster, label");
    }
  }

  private static List<String> chosen(List<String> only, String from, String until) {
    return Pipeline.chosen(steps(), new Pipeline.Part(only, from, until)).stream()
        .map(Step::name)
        .toList();
  }

  private static List<Step> steps() {
    return Pipeline.of(SpecReader.read(Path.of("jobs/demo.yaml"), Optional.empty(), List.of()));
  }
}
