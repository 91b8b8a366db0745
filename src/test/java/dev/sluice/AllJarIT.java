package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
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
  void itsCommandLineNeedsNothingButItAndSpark() throws Exception {
    try (URLClassLoader cluster = cluster()) {
      Class<?> main = cluster.loadClass("dev.sluice.cli.Main");
      StringWriter said = new StringWriter();
      PrintWriter out = new PrintWriter(said, true);
      Object code =
          main.getMethod("run", String[].class, PrintWriter.class, PrintWriter.class)
              .invoke(null, new String[] {"run", "--help"}, out, out);
      assertThat(code).as(said.toString()).isEqualTo(0);
      assertThat(said.toString()).contains("--only");
    }
  }

  @Test
  void itReadsEveryJobSpecWithThePricesItNames() throws Exception {
    try (URLClassLoader cluster = cluster();
        DirectoryStream<Path> specs = Files.newDirectoryStream(Path.of("jobs"), "*.yaml")) {
      Method read =
          cluster
              .loadClass("dev.sluice.job.SpecReader")
              .getMethod("read", Path.class, Optional.class, List.class);
      for (Path spec : specs) {
        assertThat(read.invoke(null, spec, Optional.empty(), List.of())).as("%s", spec).isNotNull();
      }
    }
  }

  private static URLClassLoader cluster() throws IOException {
    List<URL> places = new ArrayList<>();
    places.add(Path.of(System.getProperty("sluice.all-jar")).toUri().toURL());
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path place = Path.of(entry);
      if (Files.isRegularFile(place) && !place.getFileName().toString().startsWith("sluice-")) {
        places.add(place.toUri().toURL());
      }
    }
    return new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  @Test
  void theNoticeNamesEverythingInIt() throws IOException {
    String notice;
    try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
      notice = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(notice).contains("okhttp", "retrofit", "picocli", "jmustache", "ffmpeg", "echarts");
    // Made where there was a network.
    Path bill = Path.of(System.getProperty("sluice.all-jar")).resolveSibling("sluice.cdx.json");
    if (Files.exists(bill)) {
      JsonNode components = new ObjectMapper().readTree(bill.toFile()).path("components");
      assertThat(components).hasSizeGreaterThan(15);
      for (JsonNode component : components) {
        String name = component.path("name").asText();
        assertThat(component.path("licenses")).as(name).isNotEmpty();
        assertThat(notice).containsPattern("\\b" + Pattern.quote(name) + "\\b");
      }
    }
  }

  @Test
  void itIsNoLargerThanItHasToBe() throws IOException {
    long bytes = Files.size(Path.of(System.getProperty("sluice.all-jar")));
    assertThat(bytes).isLessThan(60L << 20);
  }

  @Test
  void noKeyOfAnyoneIsInIt() throws IOException {
    assertThat(names).noneMatch(name -> name.endsWith(".pem") || name.endsWith(".key"));
    assertThat(jar.getManifest().getMainAttributes().getValue("Multi-Release")).isEqualTo("true");
  }
}
