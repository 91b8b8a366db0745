package dev.sluice.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * A server of the S3 protocol on a free loopback port: S3Proxy with its objects in memory, as a
 * process of its own. It honours {@code If-None-Match: *} atomically.
 *
 * <p>Anyone may read and write it: clients send no credentials.
 */
public final class S3Server implements AutoCloseable {
  private static final Pattern STARTED = Pattern.compile("Started .*\\{127\\.0\\.0\\.1:(\\d+)}");

  private final ServerProcess process;
  private final URI endpoint;

  private S3Server(ServerProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one; it answers when this returns. Close it, or it ends with this JVM. */
  public static S3Server start() throws IOException {
    Path folder = Files.createTempDirectory("sluice-s3");
    Files.writeString(
        folder.resolve("s3proxy.conf"),
        """
        s3proxy.endpoint=http://127.0.0.1:0
        s3proxy.authorization=none
        jclouds.provider=transient-nio2
        jclouds.identity=local
        jclouds.credential=local
        """);
    ServerProcess process =
        ServerProcess.start(
            folder, "256m", "org.gaul.s3proxy.Main", List.of("--properties", "s3proxy.conf"));
    String port =
        process.await(
            in ->
                Files.readString(in.resolve("log.txt"))
                    .lines()
                    .map(STARTED::matcher)
                    .filter(Matcher::find)
                    .map(line -> line.group(1))
                    .findFirst());
    return new S3Server(process, URI.create("http://127.0.0.1:" + port));
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Makes a bucket that nobody else uses.
   *
   * @return its root, {@code s3a://name}
   */
  public String bucket() throws IOException {
    String name = "bucket-" + UUID.randomUUID();
    HttpRequest create =
        HttpRequest.newBuilder(endpoint.resolve("/" + name))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      int status =
          HttpClient.newHttpClient()
              .send(create, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      if (status != 200) {
        throw new IOException("bucket " + name + " cannot be made: HTTP " + status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return "s3a://" + name;
  }

  /** What a Hadoop client must be told to come here. */
  public Map<String, String> settings() {
    return settings(endpoint);
  }

  /** The same for something that stands before this server. */
  public static Map<String, String> settings(URI endpoint) {
    return new TreeMap<>(
        Map.of(
            "fs.s3a.endpoint", endpoint.toString(),
            "fs.s3a.endpoint.region", "us-east-1",
            "fs.s3a.path.style.access", "true",
            "fs.s3a.connection.ssl.enabled", "false",
            "fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.AnonymousAWSCredentialsProvider"));
  }

  /** The same as settings of a Spark session. */
  public Map<String, String> sparkSettings() {
    return settings().entrySet().stream()
        .collect(Collectors.toMap(e -> "spark.hadoop." + e.getKey(), Map.Entry::getValue));
  }

  /** A Hadoop configuration that comes here. */
  public Configuration hadoop() {
    Configuration hadoop = new Configuration();
    settings().forEach(hadoop::set);
    return hadoop;
  }

  @Override
  public void close() {
    process.close();
  }
}
