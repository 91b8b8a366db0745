package dev.sluice.calls;

import dev.sluice.tables.S3Overwrites;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;

/** Refuses sessions in which the same work would be sent twice, or none could be. */
final class SparkSafety {
  private SparkSafety() {}

  /**
   * Looks at a session's settings.
   *
   * @param place the warehouse
   * @throws SpendingStopped naming the setting, why it matters and what to set
   */
  static void check(SparkConf conf, RunOn runOn, String place, Configuration hadoop) {
    if (conf.getBoolean("spark.speculation", false)) {
      throw refused(
          "spark.speculation is on: the same work would be sent twice at the same time; set it to"
              + " false");
    }
    S3Overwrites.setting(place, hadoop)
        .ifPresent(
            setting -> {
              throw refused(
                  setting
                      + " lets a commit of a table replace another without a word: take it out");
            });
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
