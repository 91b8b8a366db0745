package dev.sluice.calls;

import org.apache.spark.SparkConf;

/** Refuses sessions in which the same work would be sent twice, or none could be. */
final class SparkSafety {
  private SparkSafety() {}

  /**
   * Looks at a session's settings.
   *
   * @throws SpendingStopped naming the setting, why it matters and what to set
   */
  static void check(SparkConf conf, RunOn runOn) {
    if (conf.getBoolean("spark.speculation", false)) {
      throw refused(
          "spark.speculation is on: the same work would be sent twice at the same time; set it to"
              + " false");
    }
    if (conf.get("spark.hadoop.fs.s3a.performance.flags", "").matches(".*(create|\\*).*")
        || conf.getBoolean("spark.hadoop.fs.s3a.create.performance", false)) {
      throw refused(
          "spark.hadoop.fs.s3a.performance.flags has create: a commit of a table could overwrite"
              + " another; leave create and * out of it");
    }
    if (runOn == RunOn.EXECUTORS
        && !conf.get("spark.plugins", "").contains(PermitPlugin.class.getName())) {
      throw refused(
          "no permits can be given: start Spark with spark.plugins="
              + PermitPlugin.class.getName()
              + ", or set calls.run-on: driver in the job spec");
    }
  }

  private static SpendingStopped refused(String message) {
    return new SpendingStopped(SpendingStopped.Why.SETTINGS, message);
  }
}
