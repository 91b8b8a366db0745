package dev.sluice.bench.synapseml;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import com.microsoft.azure.synapse.ml.io.http.HTTPRequestData;
import com.microsoft.azure.synapse.ml.io.http.HTTPResponseData;
import com.microsoft.azure.synapse.ml.io.http.HTTPSchema$;
import com.microsoft.azure.synapse.ml.io.http.HTTPTransformer;
import java.io.Serializable;
import java.util.Map;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.Function2;

/**
 * SynapseML's HTTP-on-Spark as a contender: one {@code HTTPTransformer} whose handler creates a
 * task and polls it, the way SynapseML's own asynchronous services do; the answers are written to
 * Parquet.
 *
 * <p>Arguments, each {@code name=value}: {@code url}, {@code bodies} (a file, one create a line),
 * {@code out} (a folder), {@code partitions}, {@code concurrency} (per partition), {@code poll-ms},
 * {@code fail-at} (the create after which the task throws, once; -1 for never), {@code counted}
 * ({@code true} counts the result before it is written). Prints {@code seconds=}.
 */
public final class Main {
  private Main() {}

  /** Runs once. */
  public static void main(String[] args) {
    Map<String, String> given =
        java.util.Arrays.stream(args)
            .map(arg -> arg.split("=", 2))
            .collect(java.util.stream.Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    SparkSession spark =
        SparkSession.builder()
            .appName("synapseml-contender")
            .master("local[2,3]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate();
    try {
      // The first query of a session pays for loading Spark; the others have warmed up too.
      spark.range(100).repartition(2).count();
      long start = System.nanoTime();
      Dataset<Row> answered = answered(spark, given);
      if (Boolean.parseBoolean(given.get("counted"))) {
        answered.count();
      }
      answered.select("response.entity.content").write().mode("append").parquet(given.get("out"));
      System.out.printf("seconds=%.3f%n", (System.nanoTime() - start) / 1e9);
    } finally {
      spark.stop();
    }
  }

  private static Dataset<Row> answered(SparkSession spark, Map<String, String> given) {
    Dataset<Row> requests =
        spark
            .read()
            .text(given.get("bodies"))
            .repartition(Integer.parseInt(given.get("partitions")))
            .withColumn("url", lit(given.get("url") + "/embed-v2/tasks"))
            .withColumn("method", lit("POST"))
            .withColumn(
                "headers",
                array(
                    struct(lit("x-api-key").as("name"), lit("bench").as("value")),
                    struct(lit("Content-Type").as("name"), lit("application/json").as("value"))))
            .withColumn(
                "request",
                HTTPSchema$.MODULE$.to_http_request(
                    col("url"), col("headers"), col("method"), col("value")));
    CreateAndPoll handler =
        new CreateAndPoll(
            given.get("url"),
            Long.parseLong(given.get("poll-ms")),
            Integer.parseInt(given.get("fail-at")));
    HTTPTransformer transformer = new HTTPTransformer();
    transformer.setInputCol("request");
    transformer.setOutputCol("response");
    transformer.setConcurrency(Integer.parseInt(given.get("concurrency")));
    transformer.setHandler(
        (Function2<CloseableHttpClient, HTTPRequestData, HTTPResponseData> & Serializable)
            handler::apply);
    return transformer.transform(requests);
  }
}
