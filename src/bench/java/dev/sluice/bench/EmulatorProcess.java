package dev.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An emulator in a process of its own, as a provider is. Answers are made up: no video is fetched
 * or looked at.
 */
final class EmulatorProcess implements AutoCloseable {
  private static final String SAYS = "emulator listening at ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Create> seen = new ArrayList<>();

  private EmulatorProcess(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one on a free port; it answers when this returns.
   *
   * @param options more options of {@code emulate}, for example {@code --limit embed=60/min}
   */
  static EmulatorProcess start(List<String> options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx1500m");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.sluice.cli.Main");
    command.addAll(List.of("emulate", "--port", "0", "--made-up"));
    command.addAll(options);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(SAYS)) {
        return new EmulatorProcess(process, line.substring(SAYS.length()).strip());
      }
    }
    throw new IOException("the emulator did not start: " + String.join(" ", options));
  }

  /** Where it is, version included. */
  String url() {
    return url;
  }

  /** Every create that has reached it so far, in order. */
  Creates creates() throws IOException, InterruptedException {
    while (true) {
      long since = seen.isEmpty() ? 0 : seen.get(seen.size() - 1).n();
      String lines = send(HttpRequest.newBuilder(admin("creates?since=" + since)).GET());
      if (lines.isBlank()) {
        return new Creates(seen);
      }
      for (String line : lines.lines().toList()) {
        seen.add(Create.of(JSON.readTree(line)));
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private URI admin(String path) {
    return URI.create(url.replaceAll("/v1\\.3$", "") + "/_emulator/" + path);
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " from the emulator: " + response.body());
    }
    return response.body();
  }
}
