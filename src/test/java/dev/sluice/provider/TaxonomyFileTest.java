package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TaxonomyFileTest {
  @Test
  void workerSafetyHasEightLabelsInTwoGroups() {
    Taxonomy taxonomy = TaxonomyFile.read(Path.of("conf/taxonomies/worker-safety.yaml"));
    assertThat(taxonomy.id()).isEqualTo("worker-safety@1");
    assertThat(taxonomy.names()).hasSize(8).contains("Carrying Overload with Forklift");
    assertThat(taxonomy.labels())
        .filteredOn(label -> label.group().equals("unsafe"))
        .hasSize(4)
        .allMatch(label -> !label.definition().isEmpty());
    assertThat(taxonomy.find("safe-walkway").orElseThrow().name()).isEqualTo("Safe Walkway");
  }

  @Test
  void abstainHasADefault() {
    String yaml = "{name: t, version: 1, labels: [{name: a, definition: an a}]}";
    assertThat(TaxonomyFile.parse(yaml, "t.yaml").abstain()).isEqualTo("none of these");
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    String yaml =
        """
        version: 0
        labels:
          - {name: Box, definition: a box}
          - {name: ' box', definition: again}
          - {definition: nameless}
          - {name: None of these!, definition: ''}
        """;
    assertThatThrownBy(() -> TaxonomyFile.parse(yaml, "t.yaml"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("taxonomy t.yaml")
        .hasMessageContaining("name is missing")
        .hasMessageContaining("version must be 1 or more")
        .hasMessageContaining("label 2 'box' reads the same as 'Box'")
        .hasMessageContaining("label 3 has no name")
        .hasMessageContaining("label 4 'None of these!' reads the same as 'none of these'")
        .hasMessageContaining("has no definition");
  }

  @Test
  void unknownKeysAreNamed() {
    assertThatThrownBy(() -> TaxonomyFile.parse("name: t\nlables: []\n", "t.yaml"))
        .hasMessageContaining("unknown key 'lables'")
        .hasMessageContaining("labels is empty");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> TaxonomyFile.read(Path.of("no/such.yaml")))
        .hasMessageContaining("no/such.yaml");
  }
}
