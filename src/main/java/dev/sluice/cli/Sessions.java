package dev.sluice.cli;

import dev.sluice.calls.PermitPlugin;
import dev.sluice.job.Build;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Makes or joins the Spark session. What the platform has set wins; only what Sluice cannot do
 * without is set here.
 */
final class Sessions {
  private Sessions() {}

  /** A session, running on the Spark line that this build is for. */
  static Session open(String name) {
    boolean ours = SparkSession.getDefaultSession().isEmpty() && !onDatabricks();
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.app.name", name);
    if (!conf.contains("spark.master") && !conf.contains("spark.remote")) {
      conf.set("spark.master", "local[*]");
    }
    conf.setIfMissing("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    conf.setIfMissing(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    String plugins = conf.get("spark.plugins", "");
    if (!plugins.contains(PermitPlugin.class.getName())) {
      conf.set(
          "spark.plugins",
          plugins.isEmpty()
              ? PermitPlugin.class.getName()
              : plugins + "," + PermitPlugin.class.getName());
    }
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    Build build = Build.current();
    if (!build.runsOn(spark.version())) {
      throw new StepStopped(
          ExitCode.USAGE,
          "this jar is built for Spark %s and Spark %s is running; use %s"
              .formatted(build.sparkLine(), spark.version(), build.jarFor(spark.version())));
    }
    return new Session(spark, ours);
  }

  /** Whether this process is ours to end: started by a person or by spark-submit in client mode. */
  static boolean ownProcess() {
    return !onDatabricks() && !"cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  private static boolean onDatabricks() {
    return System.getenv("DATABRICKS_RUNTIME_VERSION") != null;
  }
}
