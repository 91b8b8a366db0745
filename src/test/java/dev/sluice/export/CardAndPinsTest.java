package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.Sha256;
import dev.sluice.tables.ReleaseRow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CardAndPinsTest {
  private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void theCardSaysHowLabelsWereMadeWhatTheyCostAndWhatIsWrong() {
    String card =
        DatasetCard.of(
            SmallRelease.manifest("demo-001", List.of()),
            new CardFacts(
                List.of(
                    new CardFacts.Labelling(
                        "model", "pegasus1.5", "safety@2", "abcdef0123456789", 2, 9, 1, 0.5, 0.625),
                    new CardFacts.Labelling("review", null, null, null, 1, 5, 0, 1, 1)),
                2,
                1,
                0,
                3,
                1,
                List.of(
                    new CardFacts.Spend(
                        "embed", "marengo3.0", 3, 0.25, "media_minute", 0.0105, "USD")),
                Map.of("CC0-1.0", 2L, "", 1L),
                "CC-BY-4.0, faces blurred"));
    assertThat(card)
        .startsWith("# demo-001\n\n3 labelled items of video (0.00 hours) from 2 recordings, in 2")
        .contains(
            "| class | index | test | train | all |\n|---|---:|---:|---:|---:|\n| x | 0 | 1 | 1 | 2 |")
        .contains("| `pegasus1.5` | safety@2 | `abcdef012345` | 2 | 0.625 | 0.500 |")
        .contains("| a person (review) |  |  | 1 | 1.000 | 1.000 |")
        .contains("3 clusters were named, 1 abstained")
        .contains("1 items had a ground truth")
        .contains("**Leak**: 1 recordings and 0 contents")
        .contains("- No item in test of: y.")
        .contains("CC-BY-4.0, faces blurred\n\nWhat the manifest")
        .contains("- CC0-1.0: 2 items\n- not stated: 1 items")
        .contains("Only items that meet `confidence > 0.5`.")
        .contains("At most 9 items of a class")
        .contains("| embed | `marengo3.0` | 3 | 0.250 media_minute | 0.0105 USD |")
        .contains("- table `curated` at version 0");
  }

  @Test
  void manifestsOfTheFirstLayoutStillRead() throws IOException {
    String now =
        new String(
            SmallRelease.manifest("demo-001", List.of()).bytes(),
            java.nio.charset.StandardCharsets.UTF_8);
    String before =
        now.replace("\"format_version\" : 2", "\"format_version\" : 1")
            .replaceAll("(?m)^  \"(where|max_per_class|seed|made_from)\" : .*\n", "")
            .replaceAll(
                "\"manifest_sha256\" : \"[0-9a-f]+\"",
                "\"manifest_sha256\" : \"%064d\"".formatted(0));
    String signed =
        before.replace(
            "0".repeat(64), Sha256.hex(before.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    ReleaseManifest back =
        ReleaseManifest.parse(signed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(back.formatVersion()).isEqualTo(1);
    assertThat(back.where()).isEmpty();
    assertThat(back.items()).isEqualTo(3);
  }

  @Test
  void aPinIsGoodForAsLongAsItsShortestTable() {
    List<ReleaseRow> releases =
        List.of(release("old", MADE), release("new", MADE.plus(Duration.ofDays(300))));
    Map<String, Duration> year =
        Map.of("curated", Duration.ofDays(365), "videos", Duration.ofDays(30));
    assertThat(PinCheck.warnings(releases, Map.of("curated", Duration.ofDays(365)), MADE))
        .isEmpty();
    assertThat(
            PinCheck.warnings(
                releases, Map.of("curated", Duration.ofDays(365)), MADE.plus(Duration.ofDays(340))))
        .containsExactly(
            "can be made again until 2027-01-01 at least, where their tables change: old; their files stay");
    assertThat(PinCheck.warnings(List.of(), year, MADE))
        .singleElement()
        .asString()
        .contains("(videos 30 days)");
  }

  private static ReleaseRow release(String name, Instant at) {
    return new ReleaseRow(
        name,
        name,
        "npy",
        "file:/r/" + name,
        1,
        0,
        Map.of("curated", "1"),
        Map.of(),
        Map.of(),
        "c",
        "v",
        at,
        false,
        null,
        Map.of(),
        Map.of());
  }
}
