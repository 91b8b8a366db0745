package dev.sluice.calls;

import static org.apache.spark.sql.functions.col;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoProvider;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkKey;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.Forgotten;
import dev.sluice.tables.Warehouse;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Takes contents down at the provider and in the journal: uploads and analyses of ours are deleted
 * there, what is under way is given up and counted in full, facts go. Pays nothing. Idempotent, may
 * be stopped anywhere: the ledger tells what is left. Runs under the lease, before the ledger
 * forgets the contents.
 */
public final class Takedown {
  private static final String GIVEN_UP = "forgotten";
  private static final String UNDONE = "forget again";

  private final Warehouse warehouse;
  private final JournalPlace place;
  private final Journal journal;
  private final Forgotten forgotten;

  /**
   * A takedown in one warehouse.
   *
   * @param journal the journal's folder
   * @param forgotten what is taken down
   */
  public Takedown(Warehouse warehouse, String journal, Forgotten forgotten) {
    this.warehouse = warehouse;
    this.place = JournalPlace.of(journal, warehouse.spark().sparkContext().hadoopConfiguration());
    this.journal = place.open();
    this.forgotten = forgotten;
  }

  /**
   * What was done.
   *
   * @param deleted uploads and analyses that are not at the provider any more
   * @param givenUp works that were under way
   * @param lost uploads and analyses among those whose answer never came and that may be at the
   *     provider
   * @param facts facts of the journal that went
   * @param left ids of what could not be deleted at the provider, tags of what could not be looked
   *     for there
   * @param why why not, for the first of them; empty when nothing is left
   */
  public record Done(
      int deleted, int givenUp, int lost, int facts, Set<String> left, Optional<Still> why) {}

  /**
   * Why something is still at the provider.
   *
   * @param message what the provider said
   * @param again whether the same may succeed later
   */
  public record Still(String message, boolean again) {
    static Still elsewhere(String provider, String namespace) {
      return new Still(
          "it is at the provider %s and this job is one of %s: forget it with a job of that one too"
              .formatted(provider, namespace),
          true);
    }
  }

  /** How many uploads and analyses there are to delete at the provider, as the ledger knows. */
  public long atProvider() {
    return calls().stream().filter(Takedown::isDeletable).count();
  }

  /**
   * Does it.
   *
   * @param provider who has them; asked for only when something is to be deleted there
   * @param prices of what is given up
   * @param lease the run lease of this warehouse, held by the caller
   * @throws SpendingStopped when the lease is lost on the way
   */
  public Done run(Supplier<ProviderConf> provider, PriceList prices, RunLease lease, Clock clock) {
    try {
      Fold fold = new Fold(warehouse, place, prices, lease::held);
      List<Fact> underWay = underWay(fold);
      LostAnalyses analyses = LostAnalyses.among(underWay, provider);
      List<FactName> ended = new ArrayList<>();
      Set<String> left = new TreeSet<>();
      Set<String> kept = new HashSet<>();
      Optional<Still> why = Optional.empty();
      int lost = 0;
      for (Fact known : underWay) {
        Optional<Still> unknown = analyses.unknown(known);
        if (unknown.isPresent()) {
          // Its intent alone tells the next takedown what to look for.
          left.add(LostAnalyses.tag(known));
          kept.add(known.name().workKey().value());
          why = why.isPresent() ? why : unknown;
          continue;
        }
        lease.demand(UNDONE);
        Fact fact = analyses.found(known);
        ended.add(giveUp(fact, clock));
        boolean upload = fact.header().operation().equals(Works.ASSET) && fact.ref().isEmpty();
        lost += upload || LostAnalyses.mayBeThere(fact, clock.instant()) ? 1 : 0;
      }
      fold.fold(ended);
      List<CallRow> calls = calls();
      int deleted = 0;
      for (CallRow call : calls) {
        if (isDeletable(call)) {
          lease.demand(UNDONE);
          Optional<Still> not = delete(call, Providers.of(provider.get()));
          if (not.isEmpty()) {
            deleted++;
          } else {
            left.add(call.providerRef());
            why = why.isPresent() ? why : not;
          }
        }
      }
      lease.demand(UNDONE);
      return new Done(deleted, ended.size(), lost, sweep(calls, kept), left, why);
    } catch (IOException e) {
      throw JournalUnreachable.at(place.uri(), e);
    }
  }

  private List<Fact> underWay(Fold fold) throws IOException {
    List<Fact> facts = new ArrayList<>();
    for (FactName name : fold.everything()) {
      journal
          .get(name)
          .flatMap(FactJson::read)
          .filter(fact -> forgotten.holdsContent(fact.header().contentId()))
          .ifPresent(facts::add);
    }
    return facts;
  }

  private List<CallRow> calls() {
    return warehouse.rows(CallRow.TABLE, forgotten.content(col("content_id")));
  }

  // Embeddings cannot be deleted there: they end by themselves after a week.
  private static boolean isDeletable(CallRow call) {
    return call.providerRef() != null
        && (call.operation().equals(Works.ASSET) || call.operation().equals(Works.ANALYZE));
  }

  private FactName giveUp(Fact fact, Clock clock) throws IOException {
    FactName end = new FactName(fact.name().workKey(), fact.name().generation(), FactKind.FAILED);
    Fact.Answer most = fact.answer();
    Fact.Answer none =
        new Fact.Answer(
            "",
            most.mediaMinutes(),
            most.inputTokens(),
            most.outputTokens(),
            GIVEN_UP,
            "",
            new byte[0]);
    journal.putIfAbsent(
        end, FactJson.write(new Fact(end, fact.header(), clock.instant(), fact.ref(), none)));
    return end;
  }

  /** Why it is still there, if it is. */
  private static Optional<Still> delete(CallRow call, VideoProvider provider) {
    if (!call.provider().equals(provider.namespace())) {
      return Optional.of(Still.elsewhere(call.provider(), provider.namespace()));
    }
    ProviderRef ref = new ProviderRef(call.providerRef());
    CallOutcome outcome =
        call.operation().equals(Works.ASSET)
            ? provider.assets().delete(ref)
            : provider.analyst().delete(ref);
    boolean gone = outcome instanceof CallOutcome.Done || outcome instanceof CallOutcome.SourceGone;
    return gone ? Optional.empty() : Optional.of(still(outcome));
  }

  private static Still still(CallOutcome outcome) {
    if (outcome instanceof CallOutcome.Fatal fatal) {
      return new Still(fatal.message(), false);
    }
    if (outcome instanceof CallOutcome.Throttled throttled) {
      return new Still(throttled.message(), true);
    }
    if (outcome instanceof CallOutcome.Later later) {
      return new Still(later.message(), true);
    }
    if (outcome instanceof CallOutcome.Unsure unsure) {
      return new Still(unsure.message(), true);
    }
    return new Still(
        outcome instanceof CallOutcome.Refused refused ? refused.message() : "no clear answer",
        true);
  }

  // Terminal facts last, as everywhere: a crash leaves no work that looks open.
  private int sweep(List<CallRow> calls, Set<String> kept) throws IOException {
    Set<String> works = new HashSet<>();
    calls.forEach(call -> works.add(call.workKey()));
    works.removeAll(kept);
    int swept = 0;
    for (String work : works) {
      List<FactName> facts = journal.list(new WorkKey(work));
      journal.sweep(facts.stream().filter(fact -> !fact.kind().terminal()).toList());
      journal.sweep(facts.stream().filter(fact -> fact.kind().terminal()).toList());
      swept += facts.size();
    }
    return swept;
  }
}
