package dev.sluice.calls;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;

/**
 * Lists shards of the journal, one fact per generation of a work: the one that ended it, else how
 * far it came. Free.
 */
final class ListShards implements MapPartitionsFunction<String, String>, Serializable {
  private static final long serialVersionUID = 1L;
  private final JournalPlace place;

  ListShards(JournalPlace place) {
    this.place = place;
  }

  @Override
  public Iterator<String> call(Iterator<String> shards) {
    Journal journal = place.open();
    List<String> files = new ArrayList<>();
    while (shards.hasNext()) {
      for (FactName name : furthest(list(journal, shards.next()))) {
        files.add(name.file());
      }
    }
    return files.iterator();
  }

  private List<FactName> list(Journal journal, String shard) {
    try {
      return journal.list(shard);
    } catch (IOException e) {
      throw JournalUnreachable.at(place.uri() + ", shard " + shard, e);
    }
  }

  /** The fact of each work and generation that says most. */
  static Iterable<FactName> furthest(List<FactName> names) {
    Map<String, FactName> furthest = new HashMap<>();
    for (FactName name : names) {
      furthest.merge(
          name.workKey().value() + "." + name.generation(),
          name,
          (one, other) -> weight(one.kind()) >= weight(other.kind()) ? one : other);
    }
    return furthest.values();
  }

  private static int weight(FactKind kind) {
    return switch (kind) {
      case INTENT -> 0;
      case CREATED -> 1;
      case FAILED -> 2;
      case REFUSED -> 3;
      case DONE -> 4;
    };
  }
}
