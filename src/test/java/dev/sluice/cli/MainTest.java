package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpNamesVerbsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "run", "plan", "validate", "status", "sql", "verify", "maintain", "forget", "emulate")
        .contains("75  not finished, safe to run again");
  }

  @Test
  void anUnknownVerbIsWrongUsage() {
    assertThat(run("rum")).isEqualTo(64);
    assertThat(err.toString()).contains("run");
  }

  @Test
  void whatTheEmulatorMayAssumeIsInItsHelpAndInItsComplaint() {
    assertThat(run("emulate", "--help")).isZero();
    assertThat(out.toString()).contains("retry-after", "wrapped-validation", "no-content");
    assertThat(run("emulate", "--assume", "no-content,magic")).isEqualTo(64);
    assertThat(err.toString()).contains("no assumption magic; known: retry-after");
  }

  @Test
  void aSpecThatIsNotThereIsWrongUsage() {
    assertThat(run("run", dir.resolve("none.yaml").toString())).isEqualTo(64);
    assertThat(err.toString()).contains("none.yaml");
  }

  @Test
  void everyProblemOfASpecIsPrintedAtOnce() throws IOException {
    Path spec =
        Files.writeString(
            dir.resolve("job.yaml"),
            "job: demo\nprovider: {name: emulator}\nclusterr: {}\nembed: {modell: x}\n");
    assertThat(run("run", spec.toString())).isEqualTo(64);
    assertThat(err.toString()).contains("did you mean cluster?").contains("did you mean model?");
  }

  @Test
  void aMoveOfTheJournalCannotBeTried() throws IOException {
    Path spec =
        Files.writeString(dir.resolve("job.yaml"), "job: demo\nprovider: {name: emulator}\n");
    String warehouse = dir.resolve("w").toString();
    assertThat(
            run(
                "maintain",
                spec.toString(),
                "--journal-moved",
                "--dry-run",
                "--warehouse",
                warehouse))
        .isEqualTo(64);
    assertThat(err.toString()).contains("--journal-moved").contains("--dry-run");
    assertThat(dir.resolve("w")).doesNotExist();
  }

  @Test
  void sqlOnlyReads() {
    assertThat(run("sql", "DROP TABLE curated")).isEqualTo(64);
    assertThat(err.toString()).contains("sql only reads");
    assertThat(run("sql", "WITH x AS (SELECT 1) INSERT INTO curated SELECT * FROM x"))
        .isEqualTo(64);
    assertThat(run("sql", "FROM videos INSERT OVERWRITE curated SELECT *")).isEqualTo(64);
    assertThat(run("sql", "WITH x AS (SELECT 1) SELEKT 1")).isEqualTo(64);
    assertThat(err.toString()).contains("SELEKT");
  }

  @Test
  void aReleaseIsReadWithSparksSettingsOfItsStore() {
    Map<String, String> settings =
        Map.of(
            "spark.hadoop.fs.file.impl", "no.such.Store",
            "spark.hadoop.fs.file.impl.disable.cache", "true");
    settings.forEach(System::setProperty);
    try {
      assertThat(run("verify", dir.toString())).isNotZero();
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
    assertThat(out + err.toString()).contains("no.such.Store");
  }

  @Test
  void aReleaseOfACatalogIsNamedByItsFolder() {
    assertThat(run("verify", "topics-1", "--warehouse", "catalog:main.sluice")).isEqualTo(64);
    assertThat(err.toString()).contains("folder").contains("export.to");
  }

  @Test
  void aFolderThatIsNoReleaseDoesNotVerify() {
    assertThat(run("verify", dir.toString())).isEqualTo(65);
    assertThat(out.toString()).contains("manifest.json");
  }

  @Test
  void validateNamesWhatIsMissing() throws IOException {
    Path spec =
        Files.writeString(
            dir.resolve("job.yaml"),
            """
            job: demo
            provider: {name: emulator, url: 'http://127.0.0.1:1/v1.3', key: 'env:SLUICE_NO_SUCH_KEY'}
            ingest: {manifest: nowhere.csv}
            """);
    assertThat(run("validate", spec.toString(), "--warehouse", dir.resolve("w").toString()))
        .isEqualTo(64);
    assertThat(out.toString())
        .contains("PROBLEM  the provider's key is not at env:SLUICE_NO_SUCH_KEY")
        .contains("PROBLEM  there is no manifest at")
        .contains("ok       the journal's store lets exactly one writer win");
  }

  @Test
  void textTablesAreAligned() {
    assertThat(
            TextTable.render(
                java.util.List.of(new String[] {"a", "long"}, new String[] {"xyz", "1"}), "1 rows"))
        .isEqualTo("a    long\n---  ----  \nxyz  1\n(1 rows)\n");
  }

  private int run(String... args) {
    return Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }
}
