package dev.sluice.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class DeltaOnS3Test {
  private static final String STORE = "spark.delta.logStore.s3a.impl";

  @Test
  void warehousesElsewhereAreNotItsBusiness() {
    assertThat(findings("/data/w", Map.of(), Map.of("fs.s3a.performance.flags", "*"))).isEmpty();
    assertThat(findings("catalog:main.sluice", Map.of(), Map.of())).isEmpty();
  }

  @Test
  void deltasOwnStoreIsForOneWriterAtATime() {
    assertThat(findings("s3a://b/w", Map.of(), Map.of()))
        .singleElement()
        .matches(Checkup.Finding::ok)
        .asString()
        .contains("one writer at a time", STORE);
  }

  @Test
  void dynamoArbitratesForTheSchemeItIsSetFor() {
    Map<String, String> dynamo = Map.of(STORE, "io.delta.storage.S3DynamoDBLogStore");
    assertThat(findings("s3a://b/w", dynamo, Map.of()).get(0).text()).contains("several writers");
    assertThat(findings("s3://b/w", dynamo, Map.of()).get(0).text())
        .contains("one writer at a time", "spark.delta.logStore.s3.impl");
  }

  @Test
  void aStoreThatWeDoNotKnowIsNamed() {
    assertThat(findings("s3a://b/w", Map.of(STORE, "com.acme.Store"), Map.of()).get(0).text())
        .contains("com.acme.Store", "only if");
  }

  @Test
  void writingWithoutLookingIsAProblem() {
    for (Map.Entry<String, String> setting :
        List.of(
            Map.entry("fs.s3a.performance.flags", "create"),
            Map.entry("fs.s3a.performance.flags", "mkdir, Create"),
            Map.entry("fs.s3a.performance.flags", "*"),
            Map.entry("fs.s3a.bucket.b.performance.flags", "create"),
            Map.entry("fs.s3a.create.performance", "true"))) {
      assertThat(findings("s3a://b/w", Map.of(), Map.ofEntries(setting)))
          .as(setting.toString())
          .anySatisfy(
              finding -> {
                assertThat(finding.ok()).isFalse();
                assertThat(finding.text()).contains(setting.getKey(), "take it out");
              });
    }
  }

  @Test
  void otherFlagsAndOtherBucketsAreFine() {
    assertThat(
            findings(
                "s3a://b/w",
                Map.of(),
                Map.of(
                    "fs.s3a.performance.flags", "delete, mkdir",
                    "fs.s3a.bucket.other.performance.flags", "*",
                    "fs.s3a.create.performance", "false")))
        .allMatch(Checkup.Finding::ok);
  }

  private static List<Checkup.Finding> findings(
      String warehouse, Map<String, String> spark, Map<String, String> hadoop) {
    SparkConf conf = new SparkConf(false);
    spark.forEach(conf::set);
    Configuration configuration = new Configuration(false);
    hadoop.forEach(configuration::set);
    return DeltaOnS3.findings(warehouse, conf, configuration);
  }
}
