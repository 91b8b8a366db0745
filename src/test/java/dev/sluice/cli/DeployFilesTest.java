package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.job.JobSpec;
import dev.sluice.job.SpecReader;
import dev.sluice.step.ExitCode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is pasted from deploy and conf names things that are there. */
class DeployFilesTest {
  private static final CommandLine SLUICE = Main.commandLine();
  private static final List<Path> TREES = DeployFiles.ending(".json", ".yaml", ".yml");

  // Where clusters have the folders of this repository.
  private static final String MOUNT = "(?:job/|/opt/sluice/|\\$\\{var\\.files\\}/)";

  @Test
  void everyFileCanBeRead() {
    assertThat(TREES).hasSizeGreaterThan(15);
    for (Path file : TREES) {
      assertThatCode(() -> DeployFiles.documents(file))
          .as(file.toString())
          .doesNotThrowAnyException();
    }
    for (Path file : DeployFiles.ending(".properties")) {
      assertThat(DeployFiles.properties(file)).as(file.toString()).isNotEmpty();
    }
  }

  @Test
  void scriptsAreBash() throws Exception {
    int scripts = 0;
    for (Path file : DeployFiles.all()) {
      if (DeployFiles.text(file).startsWith("#!")) {
        scripts++;
        assertThat(Files.isExecutable(file)).as(file + " is executable").isTrue();
        assertThat(DeployFiles.text(file)).contains("set -euo pipefail");
        assertThat(run("bash", "-n", file.toString())).as(file.toString()).isEmpty();
      }
    }
    assertThat(scripts).isGreaterThanOrEqualTo(4);
  }

  @Test
  void theDagIsPythonForAirflow3() throws Exception {
    Path dag = DeployFiles.file("deploy/airflow/sluice_curation.py");
    assertThat(DeployFiles.text(dag))
        .contains("from airflow.sdk import")
        .doesNotContain(
            "airflow.models", "airflow.operators", "airflow.decorators", "Variable.get");
    if (there("python3")) {
      assertThat(
              run("python3", "-c", "import ast,sys; ast.parse(open(sys.argv[1]).read())", "" + dag))
          .isEmpty();
    }
  }

  @Test
  void verbsAndOptionsAreThoseOfTheCommandLine() {
    int commands = 0;
    for (Path file : TREES) {
      for (List<String> words : DeployFiles.commands(file, SLUICE.getSubcommands().keySet())) {
        commands++;
        assertThatCode(() -> Main.commandLine().parseArgs(words.toArray(String[]::new)))
            .as("%s: %s", file, words)
            .doesNotThrowAnyException();
        assertThatCode(() -> spec(words)).as("%s: %s", file, words).doesNotThrowAnyException();
      }
    }
    assertThat(commands).isEqualTo(8);
  }

  @Test
  void theDagKnowsVerbsOptionsAndSteps() {
    String dag = DeployFiles.text(DeployFiles.file("deploy/airflow/sluice_curation.py"));
    Set<String> options = new TreeSet<>();
    for (String verb : List.of("run", "maintain")) {
      assertThat(dag).contains('"' + verb + '"');
      SLUICE
          .getSubcommands()
          .get(verb)
          .getCommandSpec()
          .options()
          .forEach(o -> options.addAll(List.of(o.names())));
    }
    assertThat(found("\"(--[a-z-]+)\"", dag)).isNotEmpty().isSubsetOf(options);

    List<String> steps = stepsOf(DeployFiles.file("jobs/worker-safety.yaml"));
    assertThat(found("\"([a-z]+)\"", found("STEPS = \\[(.*)\\]", dag).get(0))).isEqualTo(steps);
    for (String mode : List.of("driver", "executors")) {
      assertThat(DeployFiles.text(DeployFiles.file("deploy/databricks/resources/" + mode + ".yml")))
          .contains("default: \"" + String.join(",", steps) + '"');
    }
  }

  @Test
  void classesAreInTheBuild() {
    Set<String> classes = new TreeSet<>();
    for (Path file : DeployFiles.all()) {
      classes.addAll(found("\\b(dev\\.sluice\\.(?:[a-z]+\\.)*[A-Z]\\w*)", DeployFiles.text(file)));
      classes.addAll(found("\\b(io\\.delta\\.sql\\.\\w+)", DeployFiles.text(file)));
      classes.addAll(
          found("\\b(org\\.apache\\.spark\\.(?:[a-z]+\\.)+[A-Z]\\w*)", DeployFiles.text(file)));
      classes.addAll(found("\\b(software\\.amazon\\.[a-z.]+[A-Z]\\w*)", DeployFiles.text(file)));
    }
    assertThat(classes).contains("dev.sluice.cli.Main", "dev.sluice.calls.PermitPlugin");
    for (String name : classes) {
      assertThatCode(() -> Class.forName(name, false, getClass().getClassLoader()))
          .as(name)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void jarsAreNamedAsTheBuildNamesThem() {
    // Of the primary line, whichever this build is for.
    String pom = DeployFiles.text(DeployFiles.file("pom.xml"));
    String line = found("<spark.line>(.+)</spark.line>", pom).get(0);
    String scala = found("<scala.binary>(.+)</scala.binary>", pom).get(0);
    String name = "sluice-VERSION-spark" + line + "_" + scala + "-all.jar";
    for (Path file : DeployFiles.all()) {
      assertThat(found("(sluice-VERSION[\\w.-]*\\.jar)", DeployFiles.text(file)))
          .as(file.toString())
          .allMatch(name::equals);
    }
    assertThat(DeployFiles.text(DeployFiles.file("deploy/Dockerfile")))
        .contains(name.replace("VERSION", "*"), "FROM apache/spark:" + line + ".");
  }

  @Test
  void pathsInTheRepositoryExist() {
    for (Path file : DeployFiles.all()) {
      String text = DeployFiles.text(file);
      for (String path :
          found("(?<![\\w./-])((?:deploy|conf|jobs|src)/[\\w./-]++)(?![*<{])", text)) {
        assertThat(DeployFiles.file(path.replaceAll("[./]+$", ""))).as(file + ": " + path).exists();
      }
      for (String path : found(MOUNT + "((?:conf|jobs)/[\\w./-]+)", text)) {
        assertThat(DeployFiles.file(path.replaceAll("[./]+$", ""))).as(file + ": " + path).exists();
      }
    }
    String readme = DeployFiles.text(DeployFiles.file("deploy/README.md"));
    for (String path :
        found(
            "`((?:emr-|iam|databricks|kubernetes|airflow|resources)[\\w-]*/[\\w./-]*)`", readme)) {
      String place = path.startsWith("resources/") ? "deploy/databricks/" : "deploy/";
      assertThat(DeployFiles.file(place + path)).as(path).exists();
    }
  }

  @Test
  void everyExitCodeIsInTheRunbook() {
    String readme = DeployFiles.text(DeployFiles.file("deploy/README.md"));
    for (ExitCode code : ExitCode.values()) {
      assertThat(readme).contains("\n| " + code.number() + " |");
    }
  }

  @Test
  void rolesMayDoNoMoreThanIsNamed() {
    for (Path file : DeployFiles.ending(".json")) {
      if (file.getParent().endsWith("iam")) {
        String policy = DeployFiles.text(file);
        assertThat(found("\"([a-z0-9-]+:[A-Za-z]*\\*)\"", policy)).as(file.toString()).isEmpty();
        assertThat(policy).doesNotContain("\"Action\": \"*\"");
        // A secret's own policy names itself so.
        if (!file.endsWith("secret-policy.json")) {
          assertThat(policy).doesNotContain("\"Resource\": \"*\"");
        }
      }
    }
  }

  @Test
  void airflowMayStartTheApplicationThatStopsItself() {
    assertThat(DeployFiles.text(DeployFiles.file("deploy/emr-serverless/create-application.yaml")))
        .contains("autoStopConfiguration: {enabled: true");
    assertThat(DeployFiles.text(DeployFiles.file("deploy/iam/airflow-policy.json")))
        .contains("emr-serverless:StartApplication");
  }

  @Test
  void noKeyIsInAnyFile() {
    for (Path file : DeployFiles.all()) {
      assertThat(DeployFiles.text(file))
          .doesNotContainPattern("tlk_[A-Za-z0-9]{6}|AKIA[A-Z0-9]{12}");
    }
  }

  @Test
  void actionsArePinnedByCommit() {
    String workflow = DeployFiles.text(DeployFiles.file(".github/workflows/ci.yml"));
    assertThat(found("uses: (\\S+)", workflow))
        .isNotEmpty()
        .allMatch(u -> u.matches(".+@[0-9a-f]{40}"));
    assertThat(workflow).contains(".ci/run");
  }

  private static void spec(List<String> words) {
    List<String> sets = new ArrayList<>();
    for (int i = 0; i < words.size() - 1; i++) {
      if (words.get(i).equals("--set")) {
        sets.add(words.get(i + 1));
      }
    }
    Path job = DeployFiles.file(words.get(1).replaceFirst(MOUNT, ""));
    JobSpec unused = SpecReader.read(job, Optional.empty(), sets);
  }

  // A step is a block of the spec, in the order of the record.
  private static List<String> stepsOf(Path job) {
    JobSpec spec = SpecReader.read(job, Optional.empty(), List.of());
    return Arrays.stream(JobSpec.class.getRecordComponents())
        .dropWhile(c -> !c.getName().equals("ingest"))
        .filter(c -> value(c, spec) != null)
        .map(RecordComponent::getName)
        .toList();
  }

  private static Object value(RecordComponent component, JobSpec spec) {
    try {
      return component.getAccessor().invoke(spec);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(component.getName(), e);
    }
  }

  private static List<String> found(String regex, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(regex).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static boolean there(String program) throws Exception {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() == 0 ? "" : "exit code " + process.exitValue() + ": " + said;
  }
}
