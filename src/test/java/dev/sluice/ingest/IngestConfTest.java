package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Steps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfTest {
  @Test
  void onlyTheManifestIsNeeded() {
    IngestConf conf = Steps.ingest("m.csv");
    assertThat(conf.models()).containsExactly("marengo3.0");
    assertThat(conf.partitions()).isZero();
    assertThat(conf.names()).isEmpty();
  }

  @Test
  void namesPrintInOneOrderWhereverTheyWereWritten() {
    Map<String, String> written = new LinkedHashMap<>();
    List.of("walk", "climb", "sit", "drive", "carry")
        .forEach(name -> written.put(name, name + "s"));
    IngestConf conf = new IngestConf("m", null, null, null, written, null, null);
    assertThat(conf.names()).containsOnlyKeys(written.keySet());
    assertThat(conf.names().keySet()).containsExactly("carry", "climb", "drive", "sit", "walk");
    assertThat(conf.toString()).contains("names={carry=carrys, climb=climbs,");
  }

  @Test
  void wrongSettingsSayWhatTheyMayBe() {
    assertThatThrownBy(() -> Steps.ingest(" ")).hasMessageContaining("ingest.manifest");
    assertThatThrownBy(() -> new IngestConf("m", "excel", null, null, null, null, null))
        .hasMessageContaining("excel")
        .hasMessageContaining("parquet");
    assertThatThrownBy(() -> new IngestConf("m", "index", null, null, null, null, null))
        .hasMessageContaining("fiftyone]");
    assertThatThrownBy(
            () -> new IngestConf("m", null, null, null, null, List.of("pegasus1.2"), null))
        .hasMessageContaining("pegasus1.5");
    assertThatThrownBy(() -> new IngestConf("m", null, null, null, null, null, -1))
        .hasMessageContaining("ingest.partitions");
    assertThatThrownBy(() -> new IngestConf.Sample("label", 0, null))
        .hasMessageContaining("ingest.sample.per-group");
    assertThatThrownBy(() -> new IngestConf.Sample("", 1, null))
        .hasMessageContaining("ingest.sample.by");
  }
}
