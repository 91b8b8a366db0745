package dev.sluice.calls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lets writers race for names that nobody needs, and takes the names back. */
final class StoreRace {
  /** Writers of one race. */
  static final int WRITERS = 8;

  /** Names they race for, one after the other. */
  static final int NAMES = 12;

  private StoreRace() {}

  /**
   * Whether for every name exactly one writer won and its whole content is there.
   *
   * @throws IOException when the store cannot be written
   */
  static boolean oneWinner(JournalStore store) throws IOException {
    String folder = "probe/" + UUID.randomUUID() + ".";
    List<String> names = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(WRITERS);
    try {
      boolean one = true;
      for (int i = 0; i < NAMES; i++) {
        names.add(folder + i);
        one &= race(store, names.get(i), pool);
      }
      return one;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while trying the store", e);
    } finally {
      pool.shutdownNow();
      store.delete(names);
    }
  }

  private static boolean race(JournalStore store, String name, ExecutorService pool)
      throws IOException, InterruptedException {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<Future<Boolean>> tries = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      byte[] content = content(writer);
      tries.add(
          pool.submit(
              () -> {
                start.await();
                return store.putIfAbsent(name, content);
              }));
    }
    int winners = 0;
    boolean whole = false;
    byte[] there = null;
    for (int writer = 0; writer < WRITERS; writer++) {
      if (won(tries.get(writer))) {
        winners++;
        there = there == null ? store.get(name).orElse(new byte[0]) : there;
        whole |= Arrays.equals(content(writer), there);
      }
    }
    return winners == 1 && whole;
  }

  private static boolean won(Future<Boolean> attempt) throws IOException, InterruptedException {
    try {
      return attempt.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private static byte[] content(int writer) {
    return ("writer " + writer + "\n").repeat(200).getBytes(StandardCharsets.UTF_8);
  }
}
