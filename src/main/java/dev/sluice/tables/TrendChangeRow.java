package dev.sluice.tables;

import java.time.LocalDate;

/** A label's rate in one span of days against the span before. */
@TableInfo(
    name = "trend_changes",
    comment =
        "Rising and falling labels: rates per hour of footage after against before, counted on"
            + " cameras that have footage in both.",
    key = {"period", "label", "dimension", "value"},
    retentionDays = 365,
    check = "period IN ('recent', 'before_after') AND direction IN ('rising', 'falling', 'steady')")
public record TrendChangeRow(
    @Comment("recent: the newest days against as many before; before_after: around a date.")
        String period,
    @Comment("The label.") String label,
    @Comment("all, camera, site, zone or shift.") String dimension,
    @Comment("Which camera, site, zone or shift; empty for all.") String value,
    @Comment("First day before.") LocalDate beforeFrom,
    @Comment("First day after.") LocalDate afterFrom,
    @Comment("Last day after.") LocalDate until,
    @Comment("Items with the label before.") long beforeItems,
    @Comment("Hours of footage before.") double beforeHours,
    @Comment("Items per hour before.") double beforeRate,
    @Comment("Items with the label after.") long afterItems,
    @Comment("Hours of footage after.") double afterHours,
    @Comment("Items per hour after.") double afterRate,
    @Comment(
            value = "Rate after divided by rate before, camera by camera; null from nothing.",
            nullable = true)
        Double ratio,
    @Comment("Lower end of the 95 % interval of the ratio.") double low,
    @Comment(value = "Upper end of the interval; null when it has none.", nullable = true)
        Double high,
    @Comment("How much more counts vary from day to day than by chance, 1 or more.")
        double dispersion,
    @Comment("rising when low is above 1, falling when high is below 1, else steady.")
        String direction) {
  /** The table. */
  public static final Table<TrendChangeRow> TABLE = Table.of(TrendChangeRow.class);

  /** The newest days against as many before. */
  public static final String RECENT = "recent";

  /** Everything before a date against everything from it on. */
  public static final String BEFORE_AFTER = "before_after";

  /** Surely more often than before. */
  public static final String RISING = "rising";

  /** Surely less often than before. */
  public static final String FALLING = "falling";

  /** No change that is larger than chance. */
  public static final String STEADY = "steady";
}
