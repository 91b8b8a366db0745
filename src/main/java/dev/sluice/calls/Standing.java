package dev.sluice.calls;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.spend.WorkState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where works stand by their facts in the journal alone, for when nobody told the driver. */
final class Standing {
  private Standing() {}

  /**
   * Where one work stands.
   *
   * @param ended facts that ended a generation
   * @param at when its last fact was stored, when it is pending
   * @param failures how often the provider gave it up
   */
  record Of(
      String workKey,
      WorkState state,
      String ref,
      Instant at,
      int failures,
      List<FactName> ended) {}

  /** Works of these that have any fact. Of many, reads the names of the whole journal. */
  static List<Of> of(Journal journal, Set<String> workKeys) {
    if (workKeys.size() < Journal.shards().size()) {
      return workKeys.parallelStream()
          .map(key -> Map.entry(key, names(journal, new WorkKey(key))))
          .filter(entry -> !entry.getValue().isEmpty())
          .map(entry -> of(journal, entry.getKey(), entry.getValue()))
          .toList();
    }
    return Journal.shards().parallelStream()
        .flatMap(shard -> names(journal, shard, workKeys).entrySet().stream())
        .map(entry -> of(journal, entry.getKey(), entry.getValue()))
        .toList();
  }

  /**
   * Tells the book where works of it stand, and the folder what has ended.
   *
   * @param now monotonic nanoseconds
   * @return whether a work came further than the book knew
   */
  static boolean tell(Journal journal, Book book, Set<String> workKeys, Folder folder, long now) {
    boolean moved = false;
    for (Of standing : of(journal, workKeys)) {
      standing.ended().forEach(folder::add);
      moved |=
          book.correct(
              standing.workKey(),
              standing.state(),
              standing.ref(),
              standing.at(),
              standing.failures(),
              now);
    }
    return moved;
  }

  private static List<FactName> names(Journal journal, WorkKey key) {
    try {
      return journal.list(key);
    } catch (IOException e) {
      throw JournalUnreachable.at(key.value(), e);
    }
  }

  private static Map<String, List<FactName>> names(
      Journal journal, String shard, Set<String> workKeys) {
    try {
      return journal.list(shard).stream()
          .filter(name -> workKeys.contains(name.workKey().value()))
          .collect(Collectors.groupingBy(name -> name.workKey().value()));
    } catch (IOException e) {
      throw JournalUnreachable.at("shard " + shard, e);
    }
  }

  private static Of of(Journal journal, String workKey, List<FactName> names) {
    List<FactName> ended = names.stream().filter(name -> name.kind().terminal()).toList();
    WorkState state = WorkState.of(names);
    int failures =
        ended.stream()
            .filter(name -> name.kind() == FactKind.FAILED)
            .mapToInt(name -> read(journal, name).map(Ledger::failures).orElse(0))
            .sum();
    if (state instanceof WorkState.Pending pending) {
      FactName name = new FactName(new WorkKey(workKey), pending.generation(), FactKind.CREATED);
      Optional<Fact> created = read(journal, name);
      return created.isPresent() && !created.get().ref().isEmpty()
          ? new Of(workKey, state, created.get().ref(), created.get().at(), failures, ended)
          : new Of(
              workKey,
              new WorkState.Orphan(pending.generation()),
              "",
              Instant.EPOCH,
              failures,
              ended);
    }
    return new Of(workKey, state, "", Instant.EPOCH, failures, ended);
  }

  private static Optional<Fact> read(Journal journal, FactName name) {
    try {
      return journal.get(name).flatMap(FactJson::read);
    } catch (IOException e) {
      throw JournalUnreachable.at(name.file(), e);
    }
  }
}
