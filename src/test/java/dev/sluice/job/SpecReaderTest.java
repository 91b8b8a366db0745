package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spend.PriceList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecReaderTest {
  @TempDir private Path dir;

  @Test
  void theShippedJobsAreValid() {
    for (String job : List.of("demo.yaml", "worker-safety.yaml", "video-topics.yaml")) {
      JobSpec spec = SpecReader.read(Path.of("jobs", job), Optional.empty(), List.of());
      assertThat(spec.job()).isEqualTo(job.replace(".yaml", ""));
    }
  }

  @Test
  void everyProblemIsNamedAtOnceWithTheNearestKey() throws IOException {
    SpecInvalid invalid =
        refused(
            """
            job: demo
            provider: {name: emulator}
            ingest: {manifest: m.csv}
            embd: {}
            cluster: {kk: 8, max-k: many}
            label: {taxonomy: missing.yaml}
            """);
    assertThat(invalid.problems())
        .anyMatch(p -> p.startsWith("embd: unknown key; did you mean embed?"))
        .anyMatch(p -> p.startsWith("cluster.kk: unknown key; did you mean k?"))
        .anyMatch(p -> p.contains("cluster.max-k: expected a whole number, found \"many\""));
  }

  @Test
  void lostAnswersAreNotLookedForBeforeTheProviderCanListThem() throws IOException {
    Files.copy(Path.of("conf/prices/twelvelabs-2026-07-30.yaml"), dir.resolve("prices.yaml"));
    String job =
        """
        job: demo
        provider: {name: twelvelabs, prices: prices.yaml, timeout-sec: 60}
        calls: {settle-sec: %d}
        """;
    assertThat(refused(job.formatted(129)).problems())
        .anyMatch(p -> p.contains("calls.settle-sec is at least 130"));
    Path settled = write("job.yaml", job.formatted(130));
    assertThat(SpecReader.read(settled, Optional.empty(), List.of()).calls().settleSec())
        .isEqualTo(130);
  }

  @Test
  void aPriceThatAListLeavesOutIsNoPriceOfNothing() throws IOException {
    write("prices.yaml", "name: p\nas-of: 2026-07-30\ncurrency: USD\nembed-per-minute: 0.042\n");
    String job = "job: demo\nprovider: {name: twelvelabs, prices: prices.yaml}\n";
    assertThat(refused(job).problems())
        .singleElement()
        .asString()
        .startsWith("provider.prices:")
        .contains(dir.resolve("prices.yaml").toString())
        .contains("embed-text-per1k", "analyze-per-minute", "analyze-per1k-output-tokens")
        .doesNotContain("embed-per-minute")
        .contains("write 0");
    write(
        "prices.yaml",
        """
        name: p
        as-of: 2026-07-30
        currency: USD
        embed-per-minute: 0.042
        embed-text-per1k: 0
        analyze-per-minute: 0
        analyze-per1k-output-tokens: 0
        """);
    assertThat(SpecFiles.prices(dir.resolve("prices.yaml").toString()).orElseThrow())
        .isEqualTo(new PriceList("p", LocalDate.of(2026, 7, 30), "USD", 0.042, 0, 0, 0));
  }

  @Test
  void aPriceListWithoutItsDayIsRefusedByName() throws IOException {
    write("prices.yaml", "name: p\ncurrency: USD\nembed-per-minute: -1\n");
    assertThat(
            refused("job: demo\nprovider: {name: emulator, list-prices: prices.yaml}\n").problems())
        .singleElement()
        .asString()
        .startsWith("provider.list-prices:")
        .contains("as-of");
  }

  @Test
  void problemsInsideAListAreNamedWithTheirPlace() throws IOException {
    SpecInvalid invalid =
        refused(
            """
            job: demo
            provider: {name: emulator}
            classify:
              classes:
                - {name: a, prompts: [cat]}
                - {name: b, prompt: [dog], threshold: high}
            """);
    assertThat(invalid.problems())
        .anyMatch(p -> p.startsWith("classify.classes[1].prompt: unknown key; did you mean prompt"))
        .anyMatch(p -> p.contains("classify.classes[1].threshold: expected a number"));
  }

  @Test
  void wrongSettingsOfClassesAreNamed() throws IOException {
    SpecInvalid invalid =
        refused(
            """
            job: demo
            provider: {name: emulator}
            classify: {classes: [{name: a}, {name: A, prompts: [cat]}]}
            """);
    assertThat(invalid.problems())
        .singleElement()
        .asString()
        .contains("class a needs prompts")
        .contains("class A is there twice");
  }

  @Test
  void aMissingTaxonomyIsNamed() throws IOException {
    SpecInvalid invalid =
        refused(
            """
            job: demo
            provider: {name: emulator}
            label: {taxonomy: missing.yaml}
            """);
    assertThat(invalid.problems())
        .singleElement()
        .asString()
        .startsWith("label.taxonomy:")
        .contains("missing.yaml");
  }

  @Test
  void everyFileThatAStepReadsLaterIsReadBeforeMoneyIsSpent() throws IOException {
    Path taxonomy = Path.of("conf/taxonomies/demo.yaml").toAbsolutePath();
    write("prompt.md", "Which of these is it?");
    assertThat(
            refused(
                    """
                    job: demo
                    provider: {name: emulator}
                    label: {taxonomy: '%s', prompt: prompt.md}
                    classify: {classes: [{name: a, prompts: [cat]}], sample: no-sample.csv}
                    curate: {reviews: no-reviews.csv, taxonomy: no-taxonomy.yaml}
                    evaluate: {taxonomy: none-either.yaml}
                    """
                        .formatted(taxonomy))
                .problems())
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).startsWith("label.prompt: ").contains("does not name the label"),
            p -> assertThat(p).startsWith("classify.sample: ").contains("/no-sample.csv"),
            p -> assertThat(p).startsWith("curate.reviews: ").contains("/no-reviews.csv"),
            p -> assertThat(p).startsWith("curate.taxonomy: ").contains("/no-taxonomy.yaml"),
            p -> assertThat(p).startsWith("evaluate.taxonomy: ").contains("/none-either.yaml"));
  }

  @Test
  void reviewsMayBeAFolderOrAPattern() throws IOException {
    write("reviews-1.csv", "");
    for (String reviews : List.of("reviews-*.csv", ".", "s3a://no-such-bucket/reviews.csv")) {
      Path spec =
          write(
              "job.yaml",
              "job: j\nprovider: {name: emulator}\ncurate: {reviews: '%s'}\n".formatted(reviews));
      assertThat(SpecReader.read(spec, Optional.empty(), List.of()).curate().reviews())
          .isNotEmpty();
    }
  }

  @Test
  void shiftsThatCannotBeReadAndADayThatIsNoneAreNamed() throws IOException {
    assertThat(
            refused(
                    """
                    job: demo
                    provider: {name: emulator}
                    trends: {shifts: missing.yaml}
                    """)
                .problems())
        .singleElement()
        .asString()
        .startsWith("trends.shifts:")
        .contains(dir.resolve("missing.yaml").toString());
    assertThat(
            refused(
                    """
                    job: demo
                    provider: {name: emulator}
                    trends: {before-after: soon}
                    """)
                .problems())
        .containsExactly("trends.before-after: expected a date like 2026-07-30, found \"soon\"");
  }

  @Test
  void aKeyItselfIsNeverTaken() throws IOException {
    SpecInvalid invalid =
        refused(
            """
            job: demo
            provider: {name: emulator, key: tlk_SECRET}
            """);
    assertThat(invalid.problems()).singleElement().asString().contains("never the key itself");
    assertThat(invalid.getMessage()).doesNotContain("SECRET");
  }

  @Test
  void theCommandLineWinsOverTheSpecAndTheSpecOverTheEnvironment() throws IOException {
    Path env = write("env.yaml", "cluster: {k: 3, seed: 7}\nbudget: {amount: 1, currency: USD}\n");
    Path spec =
        write("job.yaml", "job: j\nprovider: {name: emulator}\ncluster: {k: 4, max-k: 9}\n");
    JobSpec job = SpecReader.read(spec, Optional.of(env), List.of("cluster.max-k=11"));
    assertThat(job.cluster().k()).isEqualTo(4);
    assertThat(job.cluster().seed()).isEqualTo(7);
    assertThat(job.cluster().maxK()).isEqualTo(11);
    assertThat(job.budget().per()).isEqualTo("day");
  }

  @Test
  void pathsAreRelativeToTheFileThatNamesThem() throws IOException {
    Path spec =
        write("job.yaml", "job: j\nprovider: {name: emulator}\ningest: {manifest: m.csv}\n");
    assertThat(SpecReader.read(spec, Optional.empty(), List.of()).ingest().manifest())
        .isEqualTo(dir.resolve("m.csv").toString());
    assertThat(
            SpecReader.read(spec, Optional.empty(), List.of("ingest.manifest=s3a://b/m"))
                .ingest()
                .manifest())
        .isEqualTo("s3a://b/m");
  }

  @Test
  void whatIsNotYamlIsNamedWithItsLine() throws IOException {
    assertThat(refused("job: demo\n  provider: [\n").getMessage()).contains("line");
  }

  private SpecInvalid refused(String yaml) throws IOException {
    Path spec = write("job.yaml", yaml);
    return catchThrowableOfType(
        SpecInvalid.class, () -> SpecReader.read(spec, Optional.empty(), List.of()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text);
  }
}
