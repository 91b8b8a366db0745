package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExportConfTest {
  @Test
  void everythingHasADefault() {
    ExportConf conf = ExportConf.defaults();
    assertThat(conf.formatList()).containsExactly(ExportFormat.TFRECORD, ExportFormat.NPY);
    assertThat(conf.shardItems()).isEqualTo(10_000);
    assertThat(conf.where()).isEmpty();
  }

  @Test
  void formatsAreASet() {
    assertThat(Confs.of("formats: [npy, fiftyone, npy]").formatList())
        .containsExactly(ExportFormat.NPY, ExportFormat.FIFTYONE);
    assertThat(Confs.of("formats: [tfrecord-sequence]").formatList())
        .containsExactly(ExportFormat.TFRECORD_SEQUENCE);
  }

  @Test
  void wrongSettingsAreNamed() {
    refused("formats: [csv]", "'csv'");
    refused("formats: []", "export.formats");
    refused("name: ../up", "export.name '../up'");
    refused("as: a/b", "export.as 'a/b'");
    refused("{name: a, as: b}", "export.name and export.as");
    refused("shard-items: 0", "export.shard-items");
    refused("partitions: 0", "export.partitions");
    refused("max-per-class: 0", "export.max-per-class");
  }

  @Test
  void makingAReleaseAgainTakesItsOwnSettings() {
    refused("{from: demo-001, where: confidence > 0.5}", "export.where is set beside export.from");
    refused("{from: demo-001, formats: [npy]}", "export.formats is set beside export.from");
    assertThat(Confs.of("{from: demo-001, as: copy}").from()).isEqualTo("demo-001");
  }

  private static void refused(String yaml, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Confs.of(yaml))
        .withMessageContaining(why);
  }
}
