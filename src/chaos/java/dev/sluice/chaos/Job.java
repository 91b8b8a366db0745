package dev.sluice.chaos;

import dev.sluice.calls.ChaosPlugin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The real {@code sluice run} on a small job: embed, cluster, label. Each start is a process. */
final class Job {
  private final Path spec;
  private final Path logs;
  private final Store store;
  private final Map<String, String> environment;
  private int starts;

  Job(Path folder, Path logs, Store store, Shape shape, Map<String, String> environment)
      throws IOException {
    this.logs = logs;
    this.store = store;
    this.environment = environment;
    Files.writeString(folder.resolve("key"), "chaos");
    Files.writeString(
        folder.resolve("taxonomy.yaml"), Files.readString(Path.of("conf/taxonomies/demo.yaml")));
    this.spec = folder.resolve("chaos.yaml");
    Files.writeString(spec, shape.spec(folder));
  }

  /**
   * How the job works.
   *
   * @param provider address of the emulator
   * @param settleSec how old an intent without an answer must be: permit 10, timeout 5, and more
   * @param steps the steps' blocks, as YAML
   */
  record Shape(String provider, int settleSec, String steps) {
    /** Vectors alone. */
    static Shape embedding(String provider, int settleSec) {
      return new Shape(provider, settleSec, "embed: {model: marengo3.0}\n");
    }

    /** Vectors, clusters, and questions about some videos of each cluster. */
    static Shape labelling(String provider, int settleSec, int clusters, int asked) {
      return new Shape(
          provider,
          settleSec,
          """
          embed: {model: marengo3.0}
          cluster: {k: %d}
          label: {taxonomy: taxonomy.yaml, representatives: %d}
          """
              .formatted(clusters, asked));
    }

    private String spec(Path folder) {
      return """
      job: chaos
      provider:
        name: emulator
        url: %s
        key: file:%s
        timeout-sec: 5
      calls:
        round-sec: 10
        in-flight: 8
        partitions: 4
        poll-every-ms: 200
        patience-sec: 120
        settle-sec: %d
      """
              .formatted(provider, folder.resolve("key"), settleSec)
          + steps;
    }
  }

  /** Starts a driver on a cluster, its processes watched by the plan in a folder. */
  Jvm on(SparkCluster cluster, Path plan) {
    return start(
        "driver",
        cluster.url(),
        List.of(
            "-Dspark.plugins=" + ChaosPlugin.class.getName(),
            "-D" + ChaosPlugin.FOLDER + "=" + plan,
            "-Dspark.executor.cores=1",
            "-Dspark.executor.memory=512m",
            "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"),
            "-Dspark.executor.extraJavaOptions=-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
            // A machine that stands still is given up soon.
            "-Dspark.executor.heartbeatInterval=1s",
            "-Dspark.network.timeout=10s",
            "-Dspark.network.timeoutInterval=1s",
            "-Dspark.storage.blockManagerHeartbeatTimeoutMs=10s",
            // Losing executors is what this is about; giving up the job for it is not.
            "-Dspark.task.maxFailures=1000",
            "-Dspark.stage.maxConsecutiveAttempts=1000"));
  }

  /** Starts a driver that is its own cluster, as a scheduler would by mistake. */
  Jvm alone() {
    return start("alone", "local[1]", List.of());
  }

  private Jvm start(String name, String master, List<String> more) {
    List<String> options = new ArrayList<>(List.of("-Xmx1g", "-Dspark.master=" + master));
    options.addAll(
        List.of(
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-Dspark.driver.bindAddress=127.0.0.1",
            "-Dspark.sql.codegen.wholeStage=false",
            "-Dspark.sql.codegen.factoryMode=NO_CODEGEN",
            "-Dspark.sql.adaptive.enabled=false",
            "-Dspark.sql.shuffle.partitions=2",
            "-Dspark.databricks.delta.snapshotPartitions=2",
            "-Dspark.sql.warehouse.dir=" + spec.resolveSibling("spark-warehouse"),
            "-Dspark.local.dir=" + spec.resolveSibling("scratch")));
    store.settings().forEach((key, value) -> options.add("-Dspark.hadoop." + key + "=" + value));
    options.addAll(more);
    return Jvm.start(
        new Jvm.Command(
            options,
            "dev.sluice.cli.Main",
            List.of("run", spec.toString(), "--warehouse", store.warehouse()),
            environment),
        logs.resolve("%s-%03d.log".formatted(name, ++starts)));
  }
}
