package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/sluice} with a shell script in place of the JVM. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/usr/bin/env bash
      case "$*" in
        -version) echo 'openjdk version "17.0.1"' >&2; exit 0 ;;
        *ArchiveClassesAtExit*) exit 1 ;;
        *--quick*) exit 79 ;;
      esac
      trap 'sleep 0.3; ls "$TMPDIR" >"$TMPDIR/../at-the-end"; exit 75' TERM
      touch "$TMPDIR/../started"
      for i in {1..400}; do sleep 0.05; done
      """;
  @TempDir private Path dir;

  @BeforeEach
  void installs() throws IOException {
    Path source = Path.of("jobs/sluice");
    Files.createDirectories(dir.resolve("root/jobs"));
    Files.copy(source, dir.resolve("root/jobs/sluice"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(dir.resolve("root/src/main"));
    Files.createDirectories(dir.resolve("root/target"));
    Files.createDirectories(dir.resolve("tmp"));
    Files.writeString(dir.resolve("root/pom.xml"), "");
    for (String built :
        new String[] {"launcher.stamp", "classpath-runtime.txt", "classpath-provided.txt"}) {
      Files.writeString(dir.resolve("root/target").resolve(built), "");
    }
    script("java", JAVA);
    script("mvn", "#!/bin/sh\n");
  }

  @Test
  void aSignalToTheLauncherEndsTheRunItself() throws Exception {
    Process run = start("run");
    try {
      while (!Files.exists(dir.resolve("started"))) {
        assertThat(run.isAlive()).isTrue();
        Thread.sleep(20);
      }
      run.destroy();
      assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as("what the JVM says").isEqualTo(75);
    } finally {
      run.destroyForcibly();
    }
    assertThat(dir.resolve("at-the-end")).as("its scratch space, to the last").isNotEmptyFile();
    assertLeavesNothing();
  }

  @Test
  void theExitCodeOfTheCommandIsThatOfTheLauncher() throws Exception {
    Process run = start("--quick");
    assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(79);
    assertLeavesNothing();
  }

  private void assertLeavesNothing() throws Exception {
    for (int i = 0; i < 200 && !left().isEmpty(); i++) {
      Thread.sleep(50);
    }
    assertThat(left()).isEmpty();
  }

  private String left() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("tmp"))) {
      return files.map(Path::toString).toList().toString().replace("[]", "");
    }
  }

  private Process start(String word) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(dir.resolve("root/jobs/sluice").toString(), word);
    builder.environment().put("JAVA_HOME", dir.resolve("jdk").toString());
    builder.environment().put("TMPDIR", dir.resolve("tmp").toString());
    builder
        .environment()
        .merge("PATH", dir.resolve("jdk/bin").toString(), (path, first) -> first + ":" + path);
    return builder.redirectErrorStream(true).redirectOutput(dir.resolve("log").toFile()).start();
  }

  private void script(String name, String text) throws IOException {
    Path file = dir.resolve("jdk/bin").resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(Files.writeString(file, text).toFile().setExecutable(true)).isTrue();
  }
}
