package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.EmbedRequest;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.Segmentation;
import dev.sluice.provider.SendGate;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Ticker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwelveLabsTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @Test
  void nothingLeavesButTheRequestAndTheKeyInItsHeader(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("forklift_near_miss_TRUTH.mp4"), "film bytes");
    try (Rig rig = new Rig()) {
      rig.answersLike(201, "asset-processing")
          .answersLike(200, "asset-ready")
          .answersLike(200, "assets-list")
          .answersLike(202, "embed-created")
          .answersLike(200, "embed-ready")
          .answersLike(200, "embed-list")
          .answersLike(202, "analyze-created")
          .answersLike(200, "analyze-ready")
          .answersLike(200, "analyze-list");
      VideoProvider provider = rig.provider;
      MediaSource source = new MediaSource.Asset(Replies.ASSET);
      provider.assets().upload("f1-0011.mp4", Files.size(file), () -> Files.newInputStream(file));
      provider.assets().look(Replies.ASSET);
      provider.assets().find("f1-0011.mp4");
      provider
          .embedder()
          .create(
              new EmbedRequest(
                  "marengo3.0", List.of("visual"), new Segmentation.Dynamic(4), Optional.empty()),
              source,
              SendGate.OPEN);
      provider.embedder().look(Replies.TASK);
      provider.embedder().createdSince(Instant.EPOCH);
      provider
          .analyst()
          .create(
              new AnalyzeRequest(
                  "pegasus1.5", "Which?", List.of("safe"), 0.2, 512, Optional.empty()),
              source,
              SendGate.OPEN,
              "tag-1");
      provider.analyst().look(Replies.TASK);
      provider.analyst().createdSince(Instant.EPOCH);
      for (int i = 0; i < 9; i++) {
        check(rig.request(), folder);
      }
    }
  }

  private static void check(RecordedRequest request, Path folder) {
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach(h -> headers.put(h.getFirst().toLowerCase(Locale.ROOT), h.getSecond()));
    assertThat(headers.remove("x-api-key")).isEqualTo(Rig.KEY);
    assertThat(headers.keySet())
        .isSubsetOf(
            "host",
            "connection",
            "accept-encoding",
            "user-agent",
            "content-type",
            "content-length",
            "idempotency-key");
    String everything =
        headers + request.getTarget() + (request.getBody() == null ? "" : request.getBody().utf8());
    assertThat(everything)
        .doesNotContain(Rig.KEY, folder.toString(), "TRUTH", "forklift")
        .doesNotContain(System.getProperty("user.name") + "/", System.getProperty("user.dir"));
  }

  @Test
  void theConfigurationTravelsWithoutTheKey() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(conf("twelvelabs", "https://api.twelvelabs.io/v1.3", "env:KEY"));
    }
    assertThat(bytes.toString(ISO_8859_1)).contains("env:KEY").doesNotContain(Rig.KEY);
  }

  @Test
  void theEmulatorNeedsNoKeyAndEverythingElseDoes() throws Exception {
    try (Rig rig = new Rig()) {
      rig.answersLike(200, "asset-processing");
      try (VideoProvider emulator = TwelveLabs.connect(conf("emulator", rig.base(), "none"))) {
        assertThat(emulator.namespace()).isEqualTo("emulator");
        emulator.assets().look(Replies.ASSET);
      }
      assertThat(rig.request().getHeaders().get("x-api-key")).isEqualTo("emulator");
      assertThatThrownBy(() -> TwelveLabs.connect(conf("twelvelabs", rig.base(), "none")))
          .hasMessageContaining("env:NAME");
    }
  }

  @Test
  void aKeyDoesNotTravelUnencryptedToAnotherHost() {
    assertThatThrownBy(() -> connect("twelvelabs", "http://api.twelvelabs.io/v1.3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not https");
  }

  @Test
  void anAddressThatCannotBeABaseIsRejected() {
    for (String base : List.of("", "api.twelvelabs.io", "https://u:p@h/v1.3", "https://h/?a=b")) {
      assertThatThrownBy(() -> connect("twelvelabs", base))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("base address")
          .hasMessageNotContaining("u:p");
    }
  }

  @Test
  void callsShareOneConnection() throws Exception {
    try (Rig rig = new Rig()) {
      for (int i = 0; i < 500; i++) {
        rig.answersLike(200, "embed-processing");
      }
      for (int i = 0; i < 500; i++) {
        rig.provider.embedder().look(Replies.TASK);
      }
      int first = rig.request().getConnectionIndex();
      for (int i = 1; i < 500; i++) {
        assertThat(rig.request().getConnectionIndex()).as("one connection").isEqualTo(first);
      }
    }
  }

  private static VideoProvider connect(String name, String base) {
    return TwelveLabs.connect(
        conf(name, base, "env:KEY"),
        new TwelveLabs.Surroundings(
            Map.of("KEY", Rig.KEY)::get, pause -> {}, new Random(1), Ticker.system()));
  }

  private static ProviderConf conf(String name, String base, String key) {
    return new ProviderConf(name, base, key, TIMEOUT);
  }
}
