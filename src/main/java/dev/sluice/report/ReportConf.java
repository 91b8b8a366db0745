package dev.sluice.report;

/**
 * Settings of the report step; every one may be left out.
 *
 * @param to the page to write; default {@code <warehouse>/_report/index.html}
 * @param title title of the page; default the job's name
 * @param reviewRate what an hour of a person's watching costs, in {@code reviewCurrency}, 0 or more
 *     (default 30)
 * @param reviewCurrency currency of the rate (default USD)
 */
public record ReportConf(String to, String title, Double reviewRate, String reviewCurrency) {
  private static final double DEFAULT_RATE = 30;

  /**
   * Fills defaults.
   *
   * @throws IllegalArgumentException naming the setting that is wrong and what it may be
   */
  public ReportConf {
    if (to != null && to.isBlank()) {
      throw new IllegalArgumentException(
          "report.to is empty; name a file or leave the setting out");
    }
    reviewRate = reviewRate == null ? Double.valueOf(DEFAULT_RATE) : reviewRate;
    if (!(reviewRate >= 0) || reviewRate.isInfinite()) {
      throw new IllegalArgumentException(
          "report.review-rate is %s; it must be money per hour, 0 or more".formatted(reviewRate));
    }
    reviewCurrency = reviewCurrency == null ? "USD" : reviewCurrency;
  }

  /** All defaults. */
  public static ReportConf defaults() {
    return new ReportConf(null, null, null, null);
  }
}
