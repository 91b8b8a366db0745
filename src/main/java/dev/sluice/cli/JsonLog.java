package dev.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.step.Progress;
import java.io.PrintWriter;
import java.time.Clock;

/** Progress as one JSON object per line on the error stream: time, job, run id, message. */
final class JsonLog implements Progress {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter err;
  private final String job;
  private final Clock clock;
  private volatile String runId = "";

  JsonLog(PrintWriter err, String job, Clock clock) {
    this.err = err;
    this.job = job;
    this.clock = clock;
  }

  @Override
  public void begins(String id) {
    runId = id;
  }

  @Override
  public synchronized void say(String line) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("at", clock.instant().toString());
    entry.put("job", job);
    if (!runId.isEmpty()) {
      entry.put("run_id", runId);
    }
    entry.put("message", line);
    err.println(entry);
    err.flush();
  }
}
