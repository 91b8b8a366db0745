package dev.sluice.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * One writer per warehouse. The holder keeps {@code RUN/<generation>} in the journal and beats
 * every 15 seconds; who wants it waits, and takes over only when the holder's process is gone from
 * this machine or its beat did not change for three minutes of the observer's own monotonic clock.
 * Wall clocks are never compared.
 */
public final class RunLease implements AutoCloseable {
  private static final Duration BEAT_EVERY = Duration.ofSeconds(15);
  private static final Duration DEAD_AFTER = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final FileSystem fs;
  private final Path folder;
  private final String runId;
  private final int generation;
  private final ScheduledExecutorService heart;
  private long beats;

  private RunLease(FileSystem fs, Path folder, String runId, int generation) {
    this.fs = fs;
    this.folder = folder;
    this.runId = runId;
    this.generation = generation;
    this.heart =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "sluice-lease");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes the lease.
   *
   * @param journal the journal's folder
   * @param runId the run that wants it
   * @param patience how long to wait for another holder
   * @param hadoop settings of the file system
   * @throws SpendingStopped naming the holder when it does not let go in time
   */
  public static RunLease take(
      String journal, String runId, Duration patience, Configuration hadoop) {
    return take(journal, runId, patience, hadoop, Ticker.system(), Sleeper.real());
  }

  static RunLease take(
      String journal,
      String runId,
      Duration patience,
      Configuration hadoop,
      Ticker ticker,
      Sleeper sleeper) {
    try {
      Path folder = new Path(journal, "RUN");
      FileSystem fs = folder.getFileSystem(hadoop);
      fs.mkdirs(folder);
      long start = ticker.nanos();
      String lastSeen = "";
      long lastChange = start;
      while (true) {
        int generation = latest(fs, folder);
        boolean free = generation == 0 || fs.exists(new Path(folder, generation + ".released"));
        Optional<JsonNode> holder = free ? Optional.empty() : holder(fs, folder, generation);
        String seen = generation + ":" + holder.map(JsonNode::toString).orElse("");
        if (!seen.equals(lastSeen)) {
          lastSeen = seen;
          lastChange = ticker.nanos();
        }
        boolean dead =
            holder.map(RunLease::processGone).orElse(false)
                || ticker.nanos() - lastChange >= DEAD_AFTER.toNanos();
        if (free || dead) {
          RunLease lease = new RunLease(fs, folder, runId, generation + 1);
          if (lease.claim()) {
            lease.beat();
            return lease;
          }
          continue;
        }
        if (ticker.nanos() - start >= patience.toNanos()) {
          throw new SpendingStopped(
              SpendingStopped.Why.AGAIN,
              "another run writes this warehouse: "
                  + holder.map(RunLease::describe).orElse("unknown")
                  + "; wait for it, or give --wait a longer time");
        }
        sleeper.sleep(LOOK_EVERY);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the run lease in " + journal + " cannot be taken", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SpendingStopped(SpendingStopped.Why.AGAIN, "interrupted while waiting");
    }
  }

  /** Whether this run still holds it: nobody took over. */
  public boolean held() {
    try {
      return latest(fs, folder) == generation;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    heart.shutdownNow();
    try {
      write(new Path(folder, generation + ".released"), "{}");
      for (FileStatus file : fs.listStatus(folder)) {
        String name = file.getPath().getName();
        if (number(name) < generation) {
          fs.delete(file.getPath(), false);
        }
      }
    } catch (IOException e) {
      // The next run sees that this process is gone, or that its beat stopped.
      System.getLogger(RunLease.class.getName())
          .log(System.Logger.Level.WARNING, "the run lease could not be released", e);
    }
  }

  // The generation's holder file is made once: by link locally, by plain create elsewhere.
  private boolean claim() throws IOException {
    Path mine = new Path(folder, generation + ".holder");
    if ("file".equals(fs.getUri().getScheme())) {
      java.nio.file.Path target = java.nio.file.Path.of(mine.toUri().getPath());
      java.nio.file.Path temporary =
          java.nio.file.Files.createTempFile(target.getParent(), ".lease", ".tmp");
      try {
        java.nio.file.Files.writeString(temporary, state());
        java.nio.file.Files.createLink(target, temporary);
        return true;
      } catch (java.nio.file.FileAlreadyExistsException e) {
        return false;
      } finally {
        java.nio.file.Files.deleteIfExists(temporary);
      }
    }
    if (fs.exists(mine)) {
      return false;
    }
    try (FSDataOutputStream out = fs.create(mine, false)) {
      out.write(state().getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      return false;
    }
  }

  private void beat() {
    var unused =
        heart.scheduleAtFixedRate(
            () -> {
              try {
                beats++;
                write(new Path(folder, generation + ".beat"), state());
              } catch (IOException | RuntimeException e) {
                System.getLogger(RunLease.class.getName())
                    .log(System.Logger.Level.WARNING, "the run lease could not beat", e);
              }
            },
            BEAT_EVERY.toSeconds(),
            BEAT_EVERY.toSeconds(),
            TimeUnit.SECONDS);
  }

  private String state() throws IOException {
    ProcessHandle process = ProcessHandle.current();
    return JSON.createObjectNode()
        .put("generation", generation)
        .put("run_id", runId)
        .put("host", InetAddress.getLocalHost().getHostName())
        .put("pid", process.pid())
        .put("started", process.info().startInstant().map(Object::toString).orElse(""))
        .put("beats", beats)
        .toString();
  }

  private void write(Path file, String text) throws IOException {
    try (FSDataOutputStream out = fs.create(file, true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Optional<JsonNode> holder(FileSystem fs, Path folder, int generation)
      throws IOException {
    for (String suffix : new String[] {".beat", ".holder"}) {
      Path file = new Path(folder, generation + suffix);
      if (fs.exists(file)) {
        try (var in = fs.open(file)) {
          JsonNode json = JSON.readTree(in.readAllBytes());
          if (json != null && json.isObject()) {
            return Optional.of(json);
          }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
          // Caught between two beats; the holder file still says who it is.
          System.getLogger(RunLease.class.getName())
              .log(System.Logger.Level.DEBUG, "half a beat in {0}", file);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean processGone(JsonNode holder) {
    try {
      if (!InetAddress.getLocalHost().getHostName().equals(holder.path("host").asText())) {
        return false;
      }
    } catch (IOException e) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(holder.path("pid").asLong());
    return process.isEmpty()
        || !process
            .get()
            .info()
            .startInstant()
            .map(Object::toString)
            .orElse("")
            .equals(holder.path("started").asText());
  }

  private static String describe(JsonNode holder) {
    return "run %s on %s, process %s"
        .formatted(
            holder.path("run_id").asText(),
            holder.path("host").asText(),
            holder.path("pid").asText());
  }

  private static int latest(FileSystem fs, Path folder) throws IOException {
    int latest = 0;
    for (FileStatus file : fs.listStatus(folder)) {
      if (file.getPath().getName().endsWith(".holder")) {
        latest = Math.max(latest, number(file.getPath().getName()));
      }
    }
    return latest;
  }

  private static int number(String name) {
    int dot = name.indexOf('.');
    return dot > 0 && name.substring(0, dot).matches("\\d{1,9}")
        ? Integer.parseInt(name.substring(0, dot))
        : Integer.MAX_VALUE;
  }
}
