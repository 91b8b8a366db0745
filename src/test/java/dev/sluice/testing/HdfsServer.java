package dev.sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** HDFS with one name node and one data node on free loopback ports, as a process of its own. */
public final class HdfsServer implements AutoCloseable {
  private final ServerProcess process;
  private final Configuration conf;

  private HdfsServer(ServerProcess process, Configuration conf) {
    this.process = process;
    this.conf = conf;
  }

  /** Starts one; it answers when this returns. Close it, or it ends with this JVM. */
  public static HdfsServer start() throws IOException {
    Path folder = Files.createTempDirectory("sluice-hdfs");
    ServerProcess process =
        ServerProcess.start(
            folder,
            "384m",
            "org.apache.hadoop.mapreduce.MiniHadoopClusterManager",
            List.of(
                "-format",
                "-nomr",
                "-nnport",
                "0",
                "-datanodes",
                "1",
                "-writeConfig",
                "conf.xml",
                "-writeDetails",
                "details.json",
                "-D",
                "dfs.namenode.fs-limits.min-block-size=0"));
    // Written after the configuration.
    process.await(
        in ->
            Files.exists(in.resolve("details.json")) && Files.size(in.resolve("details.json")) > 0
                ? Optional.of("started")
                : Optional.empty());
    Configuration conf = new Configuration(false);
    conf.addResource(new org.apache.hadoop.fs.Path(folder.resolve("conf.xml").toUri()));
    return new HdfsServer(process, conf);
  }

  /** {@code hdfs://host:port}. */
  public String root() {
    return conf.get("fs.defaultFS");
  }

  /**
   * What makes a client fast here: it asks at once whether a written block has arrived, instead of
   * after 400 ms.
   */
  public Map<String, String> settings() {
    return Map.of("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", "5");
  }

  @Override
  public void close() {
    process.close();
  }
}
