package dev.sluice.project;

import dev.sluice.tables.ItemVectors;
import dev.sluice.tables.ProjectionRow;
import dev.sluice.vectors.Pca;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Runs on executors: items with their vectors as rows of {@code projections}. */
final class PlaceItems implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private final Broadcast<Against> against;
  private final String clusteringId;
  private final String lens;
  private final String method;
  private final String settings;

  /**
   * What items are placed against.
   *
   * @param landmarks items at their places
   * @param names place of each among the landmarks, by {@link ItemVectors#name}
   * @param axes what items are projected on; null to place them by their neighbours
   * @param neighbours how many neighbours on the map are judged
   */
  record Against(Landmarks landmarks, HashMap<String, Integer> names, Pca axes, int neighbours)
      implements Serializable {}

  /**
   * A function.
   *
   * @param clusteringId whose items come
   * @param lens of their vectors
   * @param method of the map
   * @param settings of the map
   */
  PlaceItems(
      Broadcast<Against> against,
      String clusteringId,
      String lens,
      String method,
      String settings) {
    this.against = against;
    this.clusteringId = clusteringId;
    this.lens = lens;
    this.method = method;
    this.settings = settings;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> items) {
    Against all = against.value();
    Placing placing = new Placing(all.landmarks(), all.axes(), all.neighbours());
    ArrayDeque<Row> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && items.hasNext()) {
          Row row = items.next();
          int landmark = all.names().getOrDefault(ItemVectors.name(row), -1);
          placing.add(
              new Placing.Item(row, ItemVectors.vector(row), landmark),
              placed -> ready.add(row(placed)));
        }
        if (ready.isEmpty()) {
          placing.finish(placed -> ready.add(row(placed)));
        }
        return !ready.isEmpty();
      }

      @Override
      public Row next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.remove();
      }
    };
  }

  private Row row(Placing.Placed placed) {
    Row item = (Row) placed.key();
    return ProjectionRow.TABLE.toRow(
        new ProjectionRow(
            clusteringId,
            lens,
            item.getAs("content_id"),
            item.<Double>getAs("start_sec"),
            item.<Double>getAs("end_sec"),
            placed.x(),
            placed.y(),
            method,
            placed.isFitted() ? ProjectionRow.FITTED : ProjectionRow.BY_NEIGHBOURS,
            placed.trustworthiness(),
            placed.k(),
            settings));
  }
}
