package dev.sluice.report;

/**
 * Settings of the report step; every one may be left out.
 *
 * @param to the page to write; default {@code <warehouse>/_report/index.html}
 * @param title title of the page; default the job's name
 * @param reviewRate what an hour of a person's watching costs, in {@code reviewCurrency}, 0 or more
 *     (default 30)
 * @param reviewCurrency currency of the rate (default USD)
 * @param links {@code relative} links videos that lie in the page's own store (default); {@code
 *     presigned} also signs links to videos on S3 for a week, for whoever has the page, and writes
 *     the page anew on another day
 */
public record ReportConf(
    String to, String title, Double reviewRate, String reviewCurrency, String links) {
  private static final double DEFAULT_RATE = 30;
  private static final String RELATIVE = "relative";
  private static final String PRESIGNED = "presigned";

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
    links = links == null ? RELATIVE : links;
    if (!links.equals(RELATIVE) && !links.equals(PRESIGNED)) {
      throw new IllegalArgumentException("report.links is relative or presigned, not " + links);
    }
  }

  /** Whether links to videos on S3 are signed. */
  boolean isPresigned() {
    return links.equals(PRESIGNED);
  }

  /** All defaults. */
  public static ReportConf defaults() {
    return new ReportConf(null, null, null, null, null);
  }
}
