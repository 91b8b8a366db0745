package dev.sluice.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.Works;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.spend.WorkKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StoredKeysTest {
  private static final String CONTENT = "p1:" + "0".repeat(64);

  @Test
  void theDefaultIsLeftOutAndOrderDoesNotMatter() {
    assertThat(key("marengo3.0", "visual"))
        .isEqualTo(WorkKey.of("emulator", "stored", "marengo3.0", List.of(CONTENT), Map.of()));
    assertThat(key("marengo3.0", "audio", "visual"))
        .isEqualTo(key("marengo3.0", "visual", "audio"));
  }

  @Test
  void noReadingHasTheKeyOfAPaidWorkOrOfAnotherModel() {
    TreeSet<String> keys = new TreeSet<>();
    for (String model : List.of("marengo3.0", "marengo3.5")) {
      for (List<String> modalities : List.of(List.of("visual"), List.of("visual", "audio"))) {
        keys.add(key(model, modalities.toArray(new String[0])).value());
        EmbedRequest paid =
            new EmbedConf(model, modalities, null, null, null, null, null)
                .request(Optional.empty());
        keys.add(Works.embed("emulator", CONTENT, "", paid, 1).workKey());
      }
    }
    assertThat(keys).hasSize(8);
  }

  private static WorkKey key(String model, String... modalities) {
    EmbedConf conf = new EmbedConf(model, List.of(modalities), null, null, null, "stored", null);
    return StoredKeys.key("emulator", conf, CONTENT);
  }
}
