package dev.sluice.calls;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Reads terminal facts by name and makes ledger rows or response rows of them. Free. */
final class ReadFacts {
  private ReadFacts() {}

  private static List<Fact> read(JournalPlace place, Iterator<String> files) throws Exception {
    Journal journal = place.open();
    List<Fact> facts = new ArrayList<>();
    while (files.hasNext()) {
      Optional<FactName> name = FactName.parse(files.next());
      if (name.isPresent()) {
        // A torn terminal fact counts as absent: the work is still pending.
        journal.get(name.get()).flatMap(FactJson::read).ifPresent(facts::add);
      }
    }
    return facts;
  }

  /** Makes rows of the ledger. */
  static final class AsCalls implements MapPartitionsFunction<String, Row>, Serializable {
    private static final long serialVersionUID = 1L;
    private final JournalPlace place;
    private final PriceList prices;

    AsCalls(JournalPlace place, PriceList prices) {
      this.place = place;
      this.prices = prices;
    }

    @Override
    public Iterator<Row> call(Iterator<String> files) throws Exception {
      List<Row> rows = new ArrayList<>();
      for (Fact fact : read(place, files)) {
        rows.add(CallRow.TABLE.toRow(Ledger.row(fact, prices)));
      }
      return rows.iterator();
    }
  }

  /** Makes rows of raw answers. */
  static final class AsResponses implements MapPartitionsFunction<String, Row>, Serializable {
    private static final long serialVersionUID = 1L;
    private final JournalPlace place;

    AsResponses(JournalPlace place) {
      this.place = place;
    }

    @Override
    public Iterator<Row> call(Iterator<String> files) throws Exception {
      List<Row> rows = new ArrayList<>();
      for (Fact fact : read(place, files)) {
        if (fact.name().kind() == FactKind.DONE && !Works.ASSET.equals(fact.header().operation())) {
          rows.add(
              ResponseRow.TABLE.toRow(
                  new ResponseRow(
                      fact.name().workKey().value(),
                      fact.name().generation(),
                      fact.header().contentId(),
                      fact.header().operation(),
                      fact.header().provider(),
                      fact.answer().servedBy().isEmpty()
                          ? fact.header().model()
                          : fact.answer().servedBy(),
                      fact.answer().body())));
        }
      }
      return rows.iterator();
    }
  }
}
