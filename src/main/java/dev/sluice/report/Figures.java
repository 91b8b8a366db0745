package dev.sluice.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Figures {
  private Figures() {}

  /** A length of time: {@code 42 s}, {@code 3.2 min}, {@code 12.5 h}. */
  static String time(double seconds) {
    if (seconds < 100) {
      return format("%.0f s", seconds);
    }
    if (seconds < 100 * 60) {
      return format("%.1f min", seconds / 60);
    }
    return format(seconds < 36_000 ? "%.1f h" : "%,.0f h", seconds / 3600);
  }

  /** Money: two digits, four below ten cents. */
  static String money(double amount, String currency) {
    String digits = amount != 0 && Math.abs(amount) < 0.1 ? "%,.4f %s" : "%,.2f %s";
    return format(digits, amount, currency);
  }

  /** A count with separators. */
  static String count(long n) {
    return format("%,d", n);
  }

  /** A share as whole percent; a share that is neither none nor all never reads as one. */
  static String percent(double share) {
    double percent = Math.round(share * 100);
    if (share > 0 && percent == 0) {
      return "<1%";
    }
    return share < 1 && percent == 100 ? ">99%" : format("%.0f%%", percent);
  }

  /** A measure with two digits. */
  static String measure(double value) {
    return format("%.2f", value);
  }

  /** An amount without needless digits. */
  static String amount(double value) {
    return value == Math.rint(value) ? format("%,.0f", value) : format("%,.2f", value);
  }

  /** {@code 1 item}, {@code 2 items}. */
  static String counted(long n, String noun) {
    return count(n) + " " + noun + (n == 1 ? "" : "s");
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
