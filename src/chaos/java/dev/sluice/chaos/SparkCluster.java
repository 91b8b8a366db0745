package dev.sluice.chaos;

import dev.sluice.job.Build;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A standalone Spark master and its workers, a process each, one core per worker. */
final class SparkCluster implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private final Path home;
  private final Path logs;
  private final int port;
  private final Jvm master;
  private final List<Jvm> workers = new ArrayList<>();

  private SparkCluster(Path folder, Path logs) throws IOException {
    this.home = folder.resolve("spark-home");
    this.logs = logs;
    // Spark looks for its jars here; they come by spark.executor.extraClassPath instead.
    Files.createDirectories(home.resolve("jars"));
    this.port = Ports.free();
    this.master =
        start(
            "master",
            List.of("-Xmx256m", "-Dspark.deploy.maxExecutorRetries=-1", "-Dspark.worker.timeout=8"),
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", Integer.toString(port), "--webui-port", "0"));
  }

  /** Starts a cluster; it takes jobs when this returns, its workers come a little later. */
  static SparkCluster start(Path folder, Path logs, int workers)
      throws IOException, InterruptedException {
    SparkCluster cluster = new SparkCluster(folder, logs);
    Await.until("the master listens", START, cluster::listens);
    for (int i = 0; i < workers; i++) {
      cluster.workers.add(cluster.worker(i));
    }
    return cluster;
  }

  String url() {
    return "spark://127.0.0.1:" + port;
  }

  /** What a driver must have in its environment. */
  Map<String, String> environment() {
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_SCALA_VERSION",
        Build.current().scalaBinary(),
        "SPARK_LOCAL_IP",
        "127.0.0.1",
        "SPARK_LOCAL_HOSTNAME",
        "127.0.0.1");
  }

  int workers() {
    return workers.size();
  }

  long workerPid(int number) {
    return workers.get(number).pid();
  }

  /** The number of the worker that started an executor. */
  int workerOf(long executorPid) {
    long parent =
        ProcessHandle.of(executorPid).flatMap(ProcessHandle::parent).map(p -> p.pid()).orElse(-1L);
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).pid() == parent) {
        return i;
      }
    }
    throw new IllegalStateException("no worker of this run started process " + executorPid);
  }

  void killWorker(int number) throws InterruptedException {
    workers.get(number).kill();
  }

  void startWorker(int number) {
    workers.set(number, worker(number));
  }

  private Jvm worker(int number) {
    return start(
        "worker-" + number,
        List.of("-Xmx256m", "-Dspark.worker.timeout=8"),
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            home.resolveSibling("executors").resolve("worker-" + number).toString(),
            url()));
  }

  private Jvm start(String name, List<String> options, String main, List<String> arguments) {
    return Jvm.start(
        new Jvm.Command(options, main, arguments, environment()), logs.resolve(name + ".log"));
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    workers.forEach(SparkCluster::closeWithChildren);
    master.close();
  }

  // A killed worker's executor ends by itself only when nothing holds it up.
  private static void closeWithChildren(Jvm worker) {
    ProcessHandle.of(worker.pid())
        .ifPresent(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    worker.close();
  }
}
