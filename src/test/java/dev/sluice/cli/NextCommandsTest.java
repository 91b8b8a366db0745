package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.job.SpecReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NextCommandsTest {
  private static final Path DEMO = Path.of("jobs/demo.yaml");

  @Test
  void afterTheDemoComeItsReviewsAndYourOwnFolder() {
    assertThat(after())
        .containsExactly(
            "jobs/sluice run jobs/demo.yaml   # pays nothing",
            "jobs/sluice run jobs/demo.yaml --set curate.reviews=jobs/demo/reviews.csv   # a person names the rest",
            "jobs/sluice run jobs/demo.yaml --warehouse .sluice/mine --set ingest.manifest=/path/to/videos   # your own folder");
  }

  @Test
  void reviewsThatWereAppliedAreNotSuggestedAgain() {
    assertThat(after("curate.reviews=jobs/demo/reviews.csv"))
        .noneMatch(line -> line.contains("a person names the rest"));
  }

  private static List<String> after(String... sets) {
    return new NextCommands(SpecReader.read(DEMO, Optional.empty(), List.of(sets)), DEMO, "")
        .lines();
  }
}
