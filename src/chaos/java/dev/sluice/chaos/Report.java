package dev.sluice.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person reads after a run. Pure. */
final class Report {
  private Report() {}

  /** What is wrong altogether: the verdict's problems, and gaps that were hit too seldom. */
  static List<String> problems(Size size, Chaos.Seen seen, Verdict.Result verdict) {
    List<String> problems = new ArrayList<>(verdict.problems());
    Gap.count(seen.events())
        .forEach(
            (gap, kills) -> {
              if (gap != Gap.PERMIT_AND_INTENT && kills < size.leastPerGap()) {
                problems.add(
                    "only %d kills between %s: %d are needed to say anything"
                        .formatted(kills, gap.label(), size.leastPerGap()));
              }
            });
    return problems;
  }

  /** The table. */
  static String table(Size size, String store, Chaos.Seen seen, Verdict.Result verdict) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d works on %s, seed %d, against the emulator%n"
            .formatted(size.works(), store, size.seed()));
    Gap.count(seen.events())
        .forEach((gap, kills) -> line(text, "kills between " + gap.label(), kills));
    Map<String, Long> random =
        seen.events().stream()
            .filter(event -> event.what().equals("killed") && event.point().isEmpty())
            .collect(Collectors.groupingBy(CrashLog.Event::whom, Collectors.counting()));
    random.forEach((whom, kills) -> line(text, "kills of the " + whom + " at any moment", kills));
    line(text, "starts of the job", seen.drivers());
    line(text, "second starts refused, holder named", seen.twice());
    verdict
        .accepted()
        .forEach((operation, count) -> line(text, operation + " creates accepted", count));
    line(text, "tasks that the emulator gave up", verdict.failedTasks());
    line(text, "creates that never arrived", verdict.neverAccepted());
    line(text, "repeats of an idempotency key", verdict.replayed());
    line(text, "works in the documented window", verdict.inWindow());
    return text.toString();
  }

  /** The closing line. */
  static String closing(
      Size size, String store, Chaos.Seen seen, Verdict.Result verdict, List<String> problems) {
    long kills = seen.events().stream().filter(event -> event.what().equals("killed")).count();
    long paid = verdict.accepted().values().stream().mapToLong(Long::longValue).sum();
    return "chaos %s works=%d seed=%d kills=%d creates=%d failed-by-emulator=%d window=%d problems=%d %s"
        .formatted(
            store,
            size.works(),
            size.seed(),
            kills,
            paid,
            verdict.failedTasks(),
            verdict.inWindow(),
            problems.size(),
            problems.isEmpty() ? "ok" : "FAILED");
  }

  private static void line(StringBuilder text, String what, long count) {
    text.append(String.format(Locale.ROOT, "  %-42s %6d%n", what, count));
  }
}
