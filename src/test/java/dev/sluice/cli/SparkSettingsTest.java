package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.spark.internal.config.ConfigEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Spark's settings in deploy and conf are known to Spark, agree with each other, and protect money
 * and keys.
 */
class SparkSettingsTest {
  private static final Path EMR = DeployFiles.file("conf/spark-emr.properties");

  // Of parts of Spark that are not on our class path, and of others' programs; as their
  // documentation has them.
  private static final List<Pattern> OTHERS =
      List.of(
          Pattern.compile("spark\\.yarn\\.maxAppAttempts"),
          Pattern.compile("spark\\.kubernetes\\.(driver|executor)\\.secretKeyRef\\.\\w+"),
          Pattern.compile("spark\\.executorEnv\\.\\w+"),
          Pattern.compile("spark\\.emr-serverless\\.driverEnv\\.\\w+"),
          Pattern.compile(
              "spark\\.metrics\\.conf\\.(\\*|driver|executor)\\.sink\\.\\w+\\.(class|path)"),
          Pattern.compile(
              "spark\\.openlineage\\.(transport\\.(type|url)|namespace|appName|filter\\.rddEventsDisabled)"));

  // Spark's registry fills when these are loaded.
  @BeforeAll
  static void loadSparksSettings() throws ClassNotFoundException {
    for (String holder :
        List.of(
            "org.apache.spark.internal.config.package$",
            "org.apache.spark.internal.config.UI$",
            "org.apache.spark.sql.internal.SQLConf$",
            "org.apache.spark.sql.internal.StaticSQLConf$")) {
      Class.forName(holder);
    }
  }

  @Test
  void sparkKnowsThemAll() {
    Configuration hadoop = new Configuration();
    int settings = 0;
    for (Path file : withSettings()) {
      for (String key : DeployFiles.settings(file).keySet()) {
        settings++;
        boolean known =
            key.startsWith("spark.hadoop.")
                ? isHadoops(key.substring("spark.hadoop.".length()), hadoop)
                : ConfigEntry.findEntry(key) != null
                    || OTHERS.stream().anyMatch(other -> other.matcher(key).matches());
        assertThat(known).as("%s: %s", file, key).isTrue();
      }
    }
    assertThat(settings).isGreaterThan(80);
  }

  // The region has no default that Hadoop's own file could name.
  private static boolean isHadoops(String key, Configuration hadoop) {
    return hadoop.get(key) != null || key.equals(Constants.AWS_REGION);
  }

  @Test
  void aMisspelledOneIsFound() {
    assertThat(ConfigEntry.findEntry("spark.speculation")).isNotNull();
    assertThat(ConfigEntry.findEntry("spark.speculations")).isNull();
  }

  @Test
  void everyPropertyHasAReason() {
    for (Path file : DeployFiles.ending(".properties")) {
      if (!file.getFileName().toString().startsWith("spark-")) {
        continue;
      }
      String above = "";
      for (String line : DeployFiles.text(file).lines().toList()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          // A second line of a group stands directly below the first.
          assertThat(above).as("%s: the line above %s", file, line).isNotBlank();
        }
        above = line;
      }
    }
  }

  @Test
  void clustersHaveTheLinesOfTheFilesWithTheReasons() {
    assertThat(DeployFiles.settings(DeployFiles.file("deploy/emr-on-ec2/configurations.json")))
        .isEqualTo(DeployFiles.properties(EMR));
    Map<String, String> databricks =
        DeployFiles.properties(DeployFiles.file("conf/spark-databricks.properties"));
    assertThat(DeployFiles.settings(DeployFiles.file("deploy/databricks/resources/executors.yml")))
        .isEqualTo(databricks);
    Map<String, String> onDriver = new TreeMap<>(databricks);
    onDriver.remove("spark.plugins");
    assertThat(DeployFiles.settings(DeployFiles.file("deploy/databricks/resources/driver.yml")))
        .isEqualTo(onDriver);
    for (String other :
        List.of("emr-serverless/create-application.yaml", "emr-on-eks/start-job-run.yaml")) {
      Map<String, String> theirs = DeployFiles.settings(DeployFiles.file("deploy/" + other));
      theirs.keySet().retainAll(DeployFiles.properties(EMR).keySet());
      assertThat(DeployFiles.properties(EMR)).as(other).containsAllEntriesOf(theirs);
    }
  }

  @Test
  void noPlatformRunsWorkTwiceOrShowsKeys() {
    Map<String, String> emr = DeployFiles.properties(EMR);
    int places = 0;
    for (Path file : withSettings()) {
      Map<String, String> settings = DeployFiles.settings(file);
      assertThat(settings)
          .as(file.toString())
          .doesNotContainKey("spark.hadoop.fs.s3a.performance.flags");
      if (settings.containsKey("spark.speculation") || settings.containsKey("spark.plugins")) {
        places++;
        for (String key :
            List.of(
                "spark.speculation", "spark.redaction.regex", "spark.sql.redaction.string.regex")) {
          assertThat(settings).as(file.toString()).containsEntry(key, emr.get(key));
        }
      }
    }
    assertThat(places).isEqualTo(9);
  }

  @Test
  void redactionHidesOurKeys() {
    Pattern settings = Pattern.compile(DeployFiles.properties(EMR).get("spark.redaction.regex"));
    for (String hidden :
        List.of(
            "TWELVELABS_API_KEY",
            "spark.executorEnv.TWELVELABS_API_KEY",
            "x-api-key",
            "spark.hadoop.fs.s3a.secret.key",
            "https://b.s3.amazonaws.com/v.mp4?X-Amz-Signature=0123")) {
      assertThat(settings.matcher(hidden).find()).as(hidden).isTrue();
    }
    for (String shown :
        List.of("spark.plugins", "spark.executor.cores", "s3a://bucket/warehouse")) {
      assertThat(settings.matcher(shown).find()).as(shown).isFalse();
    }
    String plan = "LocalTableScan [https://b/v.mp4?a=1&X-Amz-Signature=0123&b=2, tlk_" + "ABC]";
    assertThat(
            plan.replaceAll(
                DeployFiles.properties(EMR).get("spark.sql.redaction.string.regex"), "*"))
        .doesNotContain("0123", "ABC")
        .contains("a=1", "b=2");
  }

  private static List<Path> withSettings() {
    return DeployFiles.ending(".json", ".yaml", ".yml", ".properties").stream()
        .filter(file -> !DeployFiles.settings(file).isEmpty())
        .toList();
  }
}
