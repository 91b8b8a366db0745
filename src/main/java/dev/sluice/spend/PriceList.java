package dev.sluice.spend;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * What a provider charges, as of a day.
 *
 * @param name whose prices
 * @param asOf when they were read
 * @param currency ISO code
 * @param embedPerMinute per minute of video embedded
 * @param embedTextPer1k per 1,000 texts embedded
 * @param analyzePerMinute per minute of video analysed
 * @param analyzePer1kOutputTokens per 1,000 tokens answered
 */
public record PriceList(
    String name,
    LocalDate asOf,
    String currency,
    double embedPerMinute,
    double embedTextPer1k,
    double analyzePerMinute,
    double analyzePer1kOutputTokens)
    implements Serializable {

  /** Rejects missing names and negative prices. */
  public PriceList {
    if (name == null || asOf == null || currency == null) {
      throw new IllegalArgumentException("a price list needs name, as-of and currency");
    }
    if (!(embedPerMinute >= 0)
        || !(embedTextPer1k >= 0)
        || !(analyzePerMinute >= 0)
        || !(analyzePer1kOutputTokens >= 0)) {
      throw new IllegalArgumentException("prices of " + name + " cannot be negative");
    }
  }

  /**
   * The price of one call.
   *
   * <p>embed: minutes × price per minute. embed_text: price per 1,000 ÷ 1,000. analyze: minutes ×
   * price per minute + output tokens ÷ 1,000 × price per 1,000. Anything else is free. Example: 2
   * minutes embedded at 0.042 a minute cost 0.084.
   *
   * @param operation {@code asset}, {@code embed}, {@code embed_text} or {@code analyze}
   * @param mediaMinutes minutes of media
   * @param outputTokens tokens answered
   */
  public double price(String operation, double mediaMinutes, long outputTokens) {
    return switch (operation) {
      case "embed" -> mediaMinutes * embedPerMinute;
      case "embed_text" -> embedTextPer1k / 1000;
      case "analyze" ->
          mediaMinutes * analyzePerMinute + outputTokens / 1000.0 * analyzePer1kOutputTokens;
      default -> 0;
    };
  }

  /**
   * The price of what the ledger counted as units: minutes of media, or texts. Tokens answered are
   * not among them.
   *
   * @param operation as for {@link #price}
   * @param units how many, of any number of calls
   */
  public double priceOfUnits(String operation, double units) {
    return operation.equals("embed_text")
        ? units * price(operation, 0, 0)
        : price(operation, units, 0);
  }
}
