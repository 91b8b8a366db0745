package dev.sluice.calls;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Two processes of several threads each that race for names, one name after the other. */
final class ProcessRace {
  private static final int PROCESSES = 2;
  private static final int THREADS = 3;

  private ProcessRace() {}

  /**
   * What came of it.
   *
   * @param names names raced for
   * @param oneWinner names with exactly one winner whose whole content was found afterwards
   * @param byProcess names won by each process
   */
  record Result(int names, int oneWinner, List<Integer> byProcess) {}

  static Result run(String place, Map<String, String> settings, int names)
      throws IOException, InterruptedException {
    return run(place, "given", settings, names);
  }

  /** The same on this machine's disk, through Hadoop and without its name node. */
  static Result runWeak(Path place, int names) throws IOException, InterruptedException {
    Map<String, String> raw = Map.of("fs.file.impl", RawLocalFileSystem.class.getName());
    return run(place.toString(), "weak", raw, names);
  }

  private static Result run(String place, String kind, Map<String, String> settings, int names)
      throws IOException, InterruptedException {
    List<Process> processes = new ArrayList<>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(start(place, kind, i, settings));
      }
      List<BufferedReader> answers = processes.stream().map(Process::inputReader).toList();
      List<Writer> asked = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        asked.add(processes.get(i).outputWriter());
        answer(answers.get(i));
      }
      return race(place, settings, kind, names, asked, answers);
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
  }

  private static Result race(
      String place,
      Map<String, String> settings,
      String kind,
      int names,
      List<Writer> asked,
      List<BufferedReader> answers)
      throws IOException {
    Configuration hadoop = new Configuration();
    settings.forEach(hadoop::set);
    JournalStore store = RaceProcess.store(place, kind, hadoop);
    int oneWinner = 0;
    Integer[] byProcess = {0, 0};
    for (int i = 0; i < names; i++) {
      String name = "v1/" + "%02x".formatted(i % 8) + "/name-" + i;
      for (Writer writer : asked) {
        writer.write(name + "\n");
        writer.flush();
      }
      List<String> winners = new ArrayList<>();
      for (int p = 0; p < PROCESSES; p++) {
        List<String> won = answer(answers.get(p));
        byProcess[p] += won.size();
        winners.addAll(won);
      }
      byte[] there = store.get(name).orElse(new byte[0]);
      if (winners.size() == 1 && Arrays.equals(there, RaceProcess.content(name, winners.get(0)))) {
        oneWinner++;
      }
    }
    return new Result(names, oneWinner, List.of(byProcess));
  }

  private static List<String> answer(BufferedReader from) throws IOException {
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      if (line.startsWith("RACE")) {
        return Arrays.stream(line.substring(4).trim().split(" "))
            .filter(word -> !word.isEmpty())
            .toList();
      }
    }
    throw new IOException("a racing process ended");
  }

  private static Process start(String place, String kind, int number, Map<String, String> settings)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx160m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RaceProcess.class.getName(),
                place,
                kind,
                Integer.toString(THREADS),
                Integer.toString(number)));
    settings.forEach((key, value) -> command.add(key + "=" + value));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }
}
