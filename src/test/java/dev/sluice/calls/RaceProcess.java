package dev.sluice.calls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;

/**
 * One of several processes that race for the same names. Reads a name a line, lets its threads
 * reach for it at once, and answers with the threads that won.
 *
 * <p>Arguments: the place; {@code given} for the store that fits it or {@code weak}; threads; a
 * number for this process; then settings of Hadoop as {@code key=value}.
 */
final class RaceProcess {
  private RaceProcess() {}

  public static void main(String[] args) throws Exception {
    int threads = Integer.parseInt(args[2]);
    Configuration hadoop = new Configuration();
    for (String setting : List.of(args).subList(4, args.length)) {
      hadoop.set(setting.split("=", 2)[0], setting.split("=", 2)[1]);
    }
    JournalStore store = store(args[0], args[1], hadoop);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier start = new CyclicBarrier(threads);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("RACE ready");
    for (String name = in.readLine(); name != null; name = in.readLine()) {
      String path = name;
      List<Future<Boolean>> tries = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        byte[] content = content(name, args[3] + "-" + i);
        tries.add(
            pool.submit(
                () -> {
                  start.await();
                  return store.putIfAbsent(path, content);
                }));
      }
      List<String> winners = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        if (tries.get(i).get()) {
          winners.add(args[3] + "-" + i);
        }
      }
      System.out.println("RACE " + winners.stream().collect(Collectors.joining(" ")));
    }
    pool.shutdownNow();
    System.exit(0);
  }

  /** What a writer writes: long enough to be caught half written. */
  static byte[] content(String name, String writer) {
    return (writer + " " + name + "\n").repeat(100).getBytes(StandardCharsets.UTF_8);
  }

  static JournalStore store(String place, String kind, Configuration hadoop) throws IOException {
    if (kind.equals("weak")) {
      org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(Path.of(place).toUri());
      return RenameStore.weak(root.getFileSystem(hadoop), root);
    }
    return JournalPlace.of(place, hadoop).store();
  }
}
