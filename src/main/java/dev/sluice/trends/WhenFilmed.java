package dev.sluice.trends;

import java.sql.Date;
import java.sql.Timestamp;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Runs on executors: the local day and shift in which an item begins. */
final class WhenFilmed implements UDF2<Timestamp, Double, Row> {
  /** Day, shift and the shift's day; all null for an item of unknown time. */
  static final StructType SCHEMA =
      new StructType()
          .add("day", DataTypes.DateType)
          .add("shift", DataTypes.StringType)
          .add("shift_day", DataTypes.DateType);

  private static final long serialVersionUID = 1L;
  private static final double MILLIS = 1000;

  private final Shifts shifts;

  WhenFilmed(Shifts shifts) {
    this.shifts = shifts;
  }

  @Override
  public Row call(Timestamp capturedAt, Double intoVideoSec) {
    if (capturedAt == null) {
      return RowFactory.create(null, null, null);
    }
    Shifts.Place place =
        shifts.at(capturedAt.toInstant().plusMillis(Math.round(intoVideoSec * MILLIS)));
    return RowFactory.create(
        Date.valueOf(place.day()),
        place.shift().map(Shifts.Worked::name).orElse(null),
        place.shift().map(worked -> Date.valueOf(worked.day())).orElse(null));
  }
}
