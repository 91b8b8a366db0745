package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExportConfTest {
  @Test
  void everythingHasADefault() {
    ExportConf conf = ExportConf.defaults();
    assertThat(conf.formatList()).containsExactly(ExportFormat.TFRECORD, ExportFormat.NPY);
    assertThat(conf.shardItems()).isEqualTo(10_000);
  }

  @Test
  void formatsAreASet() {
    assertThat(new ExportConf(List.of("npy", "npy"), null, null, null, null).formatList())
        .containsExactly(ExportFormat.NPY);
  }

  @Test
  void wrongSettingsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExportConf(List.of("csv"), null, null, null, null))
        .withMessageContaining("'csv'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExportConf(List.of(), null, null, null, null))
        .withMessageContaining("export.formats");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExportConf(null, null, "../up", null, null))
        .withMessageContaining("export.name '../up'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExportConf(null, null, null, 0, null))
        .withMessageContaining("export.shard-items");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ExportConf(null, null, null, null, 0))
        .withMessageContaining("export.partitions");
  }
}
