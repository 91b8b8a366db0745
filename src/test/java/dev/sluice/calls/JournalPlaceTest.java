package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.SparkExtension;
import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.JsonProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SparkExtension.class)
class JournalPlaceTest {
  private static final String KEY = "fs.s3a.secret.key";

  @Test
  void aSecretOfTheDriverReachesTasksAndNoPlanOrEventShowsIt(SparkSession spark) throws Exception {
    Configuration hadoop = new Configuration();
    hadoop.set(KEY, "TOPSECRET");
    Events events = new Events();
    spark.sparkContext().addSparkListener(events);
    try {
      Dataset<String> seen =
          spark
              .createDataset(List.of("x"), Encoders.STRING())
              .mapPartitions(new ReadSetting(JournalPlace.of("/j", hadoop)), Encoders.STRING());
      assertThat(seen.collectAsList()).containsExactly("TOPSECRET");
      org.apache.spark.sql.execution.QueryExecution plan = seen.queryExecution();
      assertThat(plan.toString() + plan.logical().treeString() + plan.executedPlan())
          .contains("MapPartitions")
          .doesNotContain("TOPSECRET");
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(events);
    }
    assertThat(String.join("\n", events.seen))
        .contains("SparkListenerJobStart")
        .contains("SparkListenerSQLExecutionStart")
        .doesNotContain("TOPSECRET");
  }

  @Test
  void whatExecutorsKnowThemselvesDoesNotTravel(SparkSession spark) {
    SparkConf conf = SparkEnv.get().conf();
    conf.set("spark.hadoop." + KEY, "TOPSECRET");
    try {
      Configuration hadoop = new Configuration();
      hadoop.set(KEY, "TOPSECRET");
      hadoop.set("fs.s3a.endpoint", "http://here");
      JournalPlace place = JournalPlace.of("/j", hadoop);
      assertThat(place.settings()).containsOnlyKeys("fs.s3a.endpoint");
      assertThat(place.hadoop().get(KEY)).isEqualTo("TOPSECRET");
      assertThat(place.hadoop().get("fs.s3a.endpoint")).isEqualTo("http://here");
    } finally {
      conf.remove("spark.hadoop." + KEY);
    }
  }

  @Test
  void hadoopsDefaultsStayAtHome() {
    assertThat(JournalPlace.of("/j", new Configuration()).settings()).isEmpty();
  }

  private record ReadSetting(JournalPlace place)
      implements MapPartitionsFunction<String, String>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Iterator<String> call(Iterator<String> rows) {
      return rows.hasNext()
          ? List.of(place.hadoop().get(KEY)).iterator()
          : Collections.emptyIterator();
    }
  }

  private static final class Events extends SparkListener {
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @Override
    public void onJobStart(SparkListenerJobStart event) {
      keep(event);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted event) {
      keep(event);
    }

    @Override
    public void onOtherEvent(SparkListenerEvent event) {
      keep(event);
    }

    private void keep(SparkListenerEvent event) {
      seen.add(JsonProtocol.sparkEventToJsonString(event));
    }
  }
}
