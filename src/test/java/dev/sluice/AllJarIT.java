package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Opens the jar that goes to clusters. */
class AllJarIT {
  private static JarFile jar;
  private static List<String> names;

  @BeforeAll
  static void open() throws IOException {
    jar = new JarFile(System.getProperty("sluice.all-jar"));
    names = jar.stream().map(entry -> entry.getName()).toList();
  }

  @AfterAll
  static void close() throws IOException {
    jar.close();
  }

  @Test
  void whatTheClusterHasIsNotInIt() {
    for (String prefix :
        List.of(
            "org/apache/spark/",
            "io/delta/",
            "org/apache/hadoop/",
            "scala/",
            "org/slf4j/",
            "software/amazon/",
            "org/junit/")) {
      assertThat(names).as(prefix).noneMatch(name -> name.startsWith(prefix));
    }
  }

  @Test
  void whatTheClusterHasInAnotherVersionIsRelocated() {
    for (String prefix :
        List.of(
            "com/fasterxml/",
            "okhttp3/",
            "okio/",
            "retrofit2/",
            "kotlin/",
            "org/yaml/",
            "tagbio/")) {
      assertThat(names).as(prefix).noneMatch(name -> name.startsWith(prefix));
    }
    assertThat(names)
        .contains(
            "dev/sluice/shaded/jackson/databind/ObjectMapper.class",
            "dev/sluice/shaded/okhttp3/OkHttpClient.class",
            "dev/sluice/shaded/retrofit2/Retrofit.class");
  }

  @Test
  void theEmulatorAndItsModelsStayAtHome() {
    assertThat(names)
        .noneMatch(name -> name.startsWith("dev/sluice/emulator/"))
        .noneMatch(name -> name.endsWith(".onnx"))
        .noneMatch(name -> name.startsWith("ai/onnxruntime/"));
  }

  @Test
  void whatAJobNeedsIsInIt() {
    assertThat(names)
        .contains(
            "dev/sluice/cli/Main.class",
            "dev/sluice/calls/PermitPlugin.class",
            "dev/sluice/build.properties",
            "org/bytedeco/ffmpeg/linux-x86_64/ffprobe",
            "org/bytedeco/ffmpeg/linux-x86_64/ffmpeg",
            "org/bytedeco/ffmpeg/linux-arm64/ffprobe",
            "META-INF/LICENSE",
            "META-INF/NOTICE")
        .anyMatch(name -> name.endsWith("echarts.common.min.js"))
        .anyMatch(name -> name.startsWith("dev/sluice/label/prompts/"));
  }

  @Test
  void itIsNoLargerThanItHasToBe() throws IOException {
    long bytes = Files.size(Path.of(System.getProperty("sluice.all-jar")));
    assertThat(bytes).isLessThan(60_000_000);
  }

  @Test
  void noKeyOfAnyoneIsInIt() throws IOException {
    assertThat(names).noneMatch(name -> name.endsWith(".pem") || name.endsWith(".key"));
    assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
  }
}
