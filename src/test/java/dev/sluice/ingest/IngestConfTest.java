package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class IngestConfTest {
  @Test
  void onlyTheManifestIsNeeded() {
    IngestConf conf = IngestConf.of("m.csv");
    assertThat(conf.models()).containsExactly("marengo3.0");
    assertThat(conf.partitions()).isZero();
    assertThat(conf.names()).isEmpty();
  }

  @Test
  void wrongSettingsSayWhatTheyMayBe() {
    assertThatThrownBy(() -> IngestConf.of(" ")).hasMessageContaining("ingest.manifest");
    assertThatThrownBy(() -> new IngestConf("m", "excel", null, null, null, null, null))
        .hasMessageContaining("excel")
        .hasMessageContaining("parquet");
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
