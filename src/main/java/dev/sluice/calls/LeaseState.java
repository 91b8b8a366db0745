package dev.sluice.calls;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Who holds a run lease, as it is stored. */
final class LeaseState {
  private static final ObjectMapper JSON = new ObjectMapper();

  // Of /proc/PID/stat, counted from what follows the name.
  private static final int START_TICKS = 19;

  private final JsonNode json;
  private final AtomicLong beats = new AtomicLong();

  private LeaseState(JsonNode json) {
    this.json = json;
  }

  static LeaseState ofThisProcess(int generation, String runId) throws IOException {
    ProcessHandle process = ProcessHandle.current();
    return new LeaseState(
        JSON.createObjectNode()
            .put("generation", generation)
            .put("run_id", runId)
            .put("token", UUID.randomUUID().toString())
            .put("host", host())
            .put("boot", boot())
            .put("processes", processes())
            .put("pid", process.pid())
            .put("started", started(process)));
  }

  /** The last beat of a holder, or its first word; empty when neither can be read. */
  static Optional<LeaseState> read(JournalStore store, String path) throws IOException {
    for (String suffix : new String[] {".beat", ".holder"}) {
      Optional<byte[]> bytes = store.get(path + suffix);
      if (bytes.isPresent()) {
        try {
          JsonNode json = JSON.readTree(bytes.get());
          if (json != null && json.isObject()) {
            return Optional.of(new LeaseState(json));
          }
        } catch (JsonProcessingException e) {
          System.getLogger(LeaseState.class.getName())
              .log(System.Logger.Level.DEBUG, "half a word in {0}{1}", path, suffix);
        }
      }
    }
    return Optional.empty();
  }

  int generation() {
    return json.path("generation").asInt();
  }

  byte[] json() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The state with one more beat. */
  byte[] beat() {
    ObjectNode next = json.deepCopy();
    next.put("beats", beats.incrementAndGet());
    return next.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Whether this machine can tell that the process has ended. */
  boolean processGone() {
    try {
      if (!host().equals(json.path("host").asText())
          || !boot().equals(json.path("boot").asText("unknown"))
          || !processes().equals(json.path("processes").asText(processes()))) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(json.path("pid").asLong());
    return process.isEmpty() || !started(process.get()).equals(json.path("started").asText());
  }

  /** Whether this very process wrote it. */
  boolean isOurs() {
    ProcessHandle here = ProcessHandle.current();
    return !processGone()
        && json.path("pid").asLong() == here.pid()
        && started(here).equals(json.path("started").asText());
  }

  /** Tells this lease from every other, whatever its run is called. */
  String token() {
    return json.path("token").asText();
  }

  String describe() {
    return "run %s on %s, process %s"
        .formatted(
            json.path("run_id").asText(), json.path("host").asText(), json.path("pid").asText());
  }

  @Override
  public String toString() {
    return json.toString();
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  // Ticks since the machine started: an instant would be another after the clock was set.
  private static String started(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TICKS];
    } catch (IOException | IndexOutOfBoundsException e) {
      return process.info().startInstant().map(Object::toString).orElse("");
    }
  }

  // Machines of one name, and containers with one numbering, are told apart by their kernels.
  private static String boot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  // Containers of one host name count their processes apart.
  private static String processes() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
