package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.media.ChildProcess.Crashed;
import dev.sluice.media.ChildProcess.Exited;
import dev.sluice.media.ChildProcess.Limits;
import dev.sluice.media.ChildProcess.NotStarted;
import dev.sluice.media.ChildProcess.TimedOut;
import dev.sluice.media.ChildProcess.TooMuchOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
  private static final Limits AMPLE = new Limits(Duration.ofSeconds(30), 1 << 20, 1L << 32);

  @Test
  void outputErrorsAndCodeComeBack() {
    Exited exited = (Exited) sh("echo out; echo err >&2; exit 7", AMPLE);
    assertThat(exited.code()).isEqualTo(7);
    assertThat(new String(exited.output(), StandardCharsets.UTF_8)).isEqualTo("out\n");
    assertThat(exited.errors()).isEqualTo("err");
  }

  @Test
  void argumentsReachTheProgramAsTheyAre() {
    String hostile = "$(touch x) ; `id` \"'\n -rf";
    Exited exited = (Exited) ChildProcess.run(List.of("/bin/echo", "-n", hostile), Map.of(), AMPLE);
    assertThat(new String(exited.output(), StandardCharsets.UTF_8)).isEqualTo(hostile);
  }

  @Test
  void standardInputIsEmpty() {
    assertThat(((Exited) sh("cat; echo end", AMPLE)).output())
        .isEqualTo("end\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void secretsOfThisProcessAreNotInherited() {
    Exited exited = (Exited) ChildProcess.run(List.of("/usr/bin/env"), Map.of("A", "b"), AMPLE);
    assertThat(new String(exited.output(), StandardCharsets.UTF_8).lines())
        .contains("A=b")
        .allMatch(
            l -> l.matches("(A|LC_ALL|PATH|HOME|TMPDIR|LD_LIBRARY_PATH|PWD|SHLVL|_|OLDPWD)=.*"));
  }

  @Test
  void aSignalIsACrash() {
    assertThat(sh("kill -ABRT $$", AMPLE))
        .isInstanceOfSatisfying(Crashed.class, c -> assertThat(c.signal()).isEqualTo(6));
  }

  @Test
  void aHangEndsAtTheLimitWithItsWholeTree(@TempDir Path dir) throws Exception {
    Path pid = dir.resolve("pid");
    Limits brief = new Limits(Duration.ofSeconds(1), 1 << 20, 1L << 32);
    assertThat(sh("sleep 3600 & echo $! > '" + pid + "'; wait", brief))
        .isInstanceOf(TimedOut.class);
    var grandchild = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (grandchild.isPresent()) {
      grandchild.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aHangThatIgnoresPoliteSignalsEndsToo() {
    Limits brief = new Limits(Duration.ofSeconds(1), 1 << 20, 1L << 32);
    assertThat(sh("trap '' TERM INT HUP; while :; do sleep 1; done", brief))
        .isInstanceOf(TimedOut.class);
  }

  @Test
  void endlessOutputIsCutOff() {
    Limits little = new Limits(Duration.ofSeconds(30), 1000, 1L << 32);
    assertThat(sh("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyy; done", little))
        .isEqualTo(new TooMuchOutput(1000));
  }

  @Test
  void endlessErrorsDoNotBlockTheProgram() {
    assertThat(sh("i=0; while [ $i -lt 20000 ]; do echo eeeeeeeeeeee >&2; i=$((i+1)); done", AMPLE))
        .isInstanceOfSatisfying(Exited.class, e -> assertThat(e.code()).isZero());
  }

  @Test
  void memoryBeyondTheLimitIsRefused() {
    Limits tight = new Limits(Duration.ofSeconds(30), 1 << 20, 64L << 20);
    Exited exited = (Exited) sh("head -c 200000000 /dev/zero | tail -c 150000000 | wc -c", tight);
    assertThat(new String(exited.output(), StandardCharsets.UTF_8).strip())
        .isNotEqualTo("150000000");
  }

  @Test
  void aProgramThatIsNotThereSaysSo() {
    var result = ChildProcess.run(List.of("/no/such/program"), Map.of(), AMPLE);
    assertThat(result).isInstanceOfAny(Exited.class, NotStarted.class);
    assertThat(((Exited) result).code()).isEqualTo(127);
  }

  private static ChildProcess.Result sh(String script, Limits limits) {
    return ChildProcess.run(List.of("/bin/sh", "-c", script), Map.of(), limits);
  }
}
