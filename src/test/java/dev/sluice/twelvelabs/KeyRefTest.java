package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRefTest {
  private final Map<String, String> environment =
      Map.of("GOOD", " tlk_abc \n", "EMPTY", " ", "BROKEN", "tlk_secret\ntlk_other");

  @Test
  void findsTheKeyInTheEnvironmentOrAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "tlk_fromfile\n");
    assertThat(resolve("env:GOOD").value()).isEqualTo("tlk_abc");
    assertThat(resolve("file:" + file).value()).isEqualTo("tlk_fromfile");
  }

  @Test
  void namesTheReferenceAndNeverTheValue() {
    assertThatThrownBy(() -> resolve("env:MISSING")).hasMessageContaining("env:MISSING");
    assertThatThrownBy(() -> resolve("env:EMPTY")).hasMessageContaining("env:EMPTY");
    assertThatThrownBy(() -> resolve("file:/no/such/file"))
        .hasMessageContaining("file:/no/such/file");
    assertThatThrownBy(() -> resolve("env:BROKEN"))
        .hasMessageContaining("env:BROKEN")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aKeyGivenInsteadOfAReferenceIsNotRepeated() {
    assertThatThrownBy(() -> resolve("tlk_pasted"))
        .hasMessageContaining("env:NAME or file:/path")
        .hasMessageNotContaining("pasted");
    assertThatThrownBy(() -> resolve("env:tlk_pasted")).hasMessageNotContaining("pasted");
    assertThatThrownBy(() -> resolve(null)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyDoesNotPrintItself() {
    assertThat(resolve("env:GOOD").toString()).doesNotContain("abc");
  }

  private ApiKey resolve(String reference) {
    return KeyRef.resolve(reference, environment::get);
  }
}
