package dev.sluice.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Decides at every crash point of one process whether it dies or stops there, by the plan, and does
 * it. A pair of point and work is hit once at most, so every run comes to its end. Thread-safe.
 */
public final class Reaper {
  private final Path folder;
  private final CrashPlan plan;
  private final CrashLog log;
  private final long pid = ProcessHandle.current().pid();
  private boolean stoppedHere;
  private boolean executor;
  private int reached;

  private Reaper(Path folder) {
    this.folder = folder;
    this.plan = CrashPlan.read(folder);
    this.log = new CrashLog(folder);
  }

  /** A reaper for this process. */
  public static Reaper in(Path folder) {
    return new Reaper(folder);
  }

  /** Says that this process is an executor, so that it can be killed at a random moment too. */
  public void registerExecutor() {
    executor = true;
    claim("executor-" + pid);
  }

  /**
   * Called at every crash point, by the thread that is there. May not return.
   *
   * @param point the name of the point
   * @param work the key of the work; empty where there is none
   */
  public void reached(String point, String work) {
    hold(point);
    boolean stop;
    synchronized (this) {
      if (kills(point, work)) {
        log.append(event("killed", point, work));
        Signals.kill(pid);
        // Whoever waits for the lock dies here too, and must not be counted.
        while (true) {
          LockSupport.park();
        }
      }
      stop = stops(point);
      if (stop) {
        log.append(event("stopped", point, work));
        Signals.stop(pid);
      }
    }
    if (stop) {
      log.append(event("resumed", point, work));
    }
  }

  private boolean kills(String point, String work) {
    CrashPlan.Kill kill = plan.kills().get(point);
    if (kill == null) {
      return false;
    }
    // Points without a work are drawn anew each time they are reached.
    String drawn = work.isEmpty() ? pid + "-" + ++reached : work;
    long mixed = plan.seed() * 31 + point.hashCode();
    SplittableRandom random = new SplittableRandom(mixed * 1_000_003 + drawn.hashCode());
    return random.nextDouble() < kill.share()
        && claimed("killed-" + point + "-") < kill.quota()
        && claim("killed-" + point + "-" + drawn);
  }

  private boolean stops(String point) {
    if (!executor || stoppedHere || !plan.stops().contains(point)) {
      return false;
    }
    stoppedHere = claim("stopped-" + point);
    return stoppedHere;
  }

  private void hold(String point) {
    while (plan.holds().contains(point) && !Files.exists(folder.resolve("released"))) {
      claim("held-" + point);
      LockSupport.parkNanos(50_000_000);
    }
  }

  private CrashLog.Event event(String what, String point, String work) {
    return new CrashLog.Event(
        System.currentTimeMillis(), what, executor ? "executor" : "driver", point, work, pid);
  }

  private boolean claim(String name) {
    try {
      Files.createFile(folder.resolve(name));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long claimed(String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
