package dev.sluice.tables;

import java.time.LocalDate;

/** How often a label was seen on one day at one place or in one shift. */
@TableInfo(
    name = "trends",
    comment =
        "Labels as rates per hour of footage, by day: one row per label, dimension, value and day"
            + " with footage; a day without the label has a row of zero items where the label was"
            + " seen on another day.",
    key = {"label", "dimension", "value", "day"},
    retentionDays = 365,
    check = "dimension IN ('all', 'camera', 'site', 'zone', 'shift')")
public record TrendRow(
    @Comment("The label.") String label,
    @Comment("all, camera, site, zone or shift.") String dimension,
    @Comment("Which camera, site, zone or shift; empty for all.") String value,
    @Comment("The local day; of a shift, the day on which it began.") LocalDate day,
    @Comment("Items with the label.") long items,
    @Comment("Minutes of those items.") double minutes,
    @Comment("Hours of all items of the cell, labelled or not.") double footageHours,
    @Comment("Items per hour of footage, 0 or more.") double rate,
    @Comment("Minutes of the label among all minutes of the cell, 0 to 1.") double minutesShare) {
  /** The table. */
  public static final Table<TrendRow> TABLE = Table.of(TrendRow.class);
}
