package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ManifestPlaceTest {
  @Test
  void aManifestThatCannotBeUsedIsNamedWithoutItsPassword() {
    assertThat(ManifestPlace.unusable("ftp://me:pw@host/m.csv", "no https://h/m.csv?sig=x"))
        .isEqualTo("ingest cannot use the manifest ftp://host/m.csv: no https://h/m.csv?…");
  }
}
