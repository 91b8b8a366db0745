package dev.sluice.cli;

import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;

/**
 * Ends a command cleanly when the process is told to end (SIGTERM, SIGINT): the command is asked to
 * stop before Spark is taken away from it, and the process ends with the command's own exit code.
 * One that takes longer than {@value #SECONDS} s is cut off, which the next run sets right.
 */
final class Termination implements AutoCloseable {
  // Kubernetes kills after 30 s, Airflow after 60.
  private static final int SECONDS = 25;

  // Spark's own hook has 50: ours is before it, and the last word after all others.
  private static final int BEFORE_SPARK = 100;
  private static final int LAST = 1;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Runnable ask = this::ask;
  private final Runnable halt = this::halt;
  private volatile Consumer<String> stop;
  private volatile Integer code;

  /** Watches for the end of this process until it is closed. */
  Termination() {
    ShutdownHookManager hooks = ShutdownHookManager.get();
    hooks.addShutdownHook(ask, BEFORE_SPARK, SECONDS + 1, TimeUnit.SECONDS);
    if (Sessions.ownProcess()) {
      hooks.addShutdownHook(halt, LAST);
    }
  }

  /**
   * Runs a command in a session of its own; when it is asked to stop, what Spark does for it is
   * broken off.
   *
   * @param name of the session
   * @param command gives its exit code
   */
  static int breaksOff(String name, ToIntFunction<SparkSession> command) throws Exception {
    try (Termination termination = new Termination();
        Session session = Sessions.open(name)) {
      return termination.ends(session::cancel, () -> command.applyAsInt(session.spark()));
    }
  }

  /** Sets who is told to stop; it is told again and again until the command has ended. */
  void asks(Consumer<String> command) {
    stop = command;
  }

  /**
   * Runs a command that is asked to stop, again and again until it has. One that throws after it
   * was asked ends with {@link ExitCode#AGAIN}.
   *
   * @param asked who is asked, with the reason
   * @return its exit code
   */
  int ends(Consumer<String> asked, Callable<Integer> command) throws Exception {
    AtomicReference<String> why = new AtomicReference<>();
    asks(
        reason -> {
          why.set(reason);
          asked.accept(reason);
        });
    try {
      return endsWith(command.call());
    } catch (Exception e) {
      if (why.get() == null) {
        throw e;
      }
      endsWith(ExitCode.AGAIN.number());
      throw new StepStopped(ExitCode.AGAIN, why.get());
    } finally {
      // Spark ends with the command, and there is nobody left to ask.
      asks(reason -> {});
    }
  }

  /** The command ends with this exit code. */
  int endsWith(int exitCode) {
    code = exitCode;
    return exitCode;
  }

  /** The command has ended. */
  @Override
  public void close() {
    done.countDown();
    ShutdownHookManager hooks = ShutdownHookManager.get();
    if (!hooks.isShutdownInProgress()) {
      hooks.removeShutdownHook(ask);
      hooks.removeShutdownHook(halt);
    }
  }

  private void ask() {
    for (int second = 0; second < SECONDS && stop != null; second++) {
      stop.accept("ended by a signal; run again, nothing is paid twice");
      try {
        if (done.await(1, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void halt() {
    if (done.getCount() == 0 && code != null) {
      Runtime.getRuntime().halt(code);
    }
  }
}
