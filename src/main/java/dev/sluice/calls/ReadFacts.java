package dev.sluice.calls;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.PriceList;
import dev.sluice.tables.CallRow;
import dev.sluice.tables.ResponseRow;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Reads terminal facts by name, each once, and makes of each a row of the ledger and, where there
 * is an answer, a row of {@code responses}. Free.
 */
final class ReadFacts implements MapPartitionsFunction<String, Row>, Serializable {
  static final String CALL = "call";
  static final String RESPONSE = "response";
  static final StructType SCHEMA =
      new StructType()
          .add(CALL, CallRow.TABLE.schema())
          .add(RESPONSE, ResponseRow.TABLE.schema(), true);

  private static final long serialVersionUID = 1L;
  private final JournalPlace place;
  private final PriceList prices;

  ReadFacts(JournalPlace place, PriceList prices) {
    this.place = place;
    this.prices = prices;
  }

  @Override
  public Iterator<Row> call(Iterator<String> files) throws Exception {
    Journal journal = place.open();
    // One answer in memory at a time: that of a video of hours has a hundred megabytes.
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(files, Spliterator.ORDERED), false)
        .flatMap(file -> read(journal, file).stream())
        .iterator();
  }

  // A torn terminal fact counts as absent: the work is still pending.
  private Optional<Row> read(Journal journal, String file) {
    return FactName.parse(file)
        .flatMap(
            name -> {
              try {
                return journal.get(name);
              } catch (IOException e) {
                throw JournalUnreachable.at(file, e);
              }
            })
        .flatMap(FactJson::read)
        .map(this::row);
  }

  private Row row(Fact fact) {
    boolean answered =
        fact.name().kind() == FactKind.DONE && !Works.ASSET.equals(fact.header().operation());
    return RowFactory.create(
        CallRow.TABLE.toRow(Ledger.row(fact, prices)), answered ? response(fact) : null);
  }

  private static Row response(Fact fact) {
    return ResponseRow.TABLE.toRow(
        new ResponseRow(
            fact.name().workKey().value(),
            fact.name().generation(),
            fact.header().contentId(),
            fact.header().operation(),
            fact.header().provider(),
            fact.answer().servedBy().isEmpty() ? fact.header().model() : fact.answer().servedBy(),
            fact.answer().body()));
  }
}
