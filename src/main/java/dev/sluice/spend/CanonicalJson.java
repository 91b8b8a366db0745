package dev.sluice.spend;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One way to write a value as JSON: keys sorted by code point, no white space, numbers as plain
 * decimals without trailing zeros. Work keys are hashed over this text, so it is final.
 */
final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * Writes a value.
   *
   * @param value String, Number, Boolean, List or Map with String keys
   * @throws IllegalArgumentException for anything else, null and non-finite numbers included
   */
  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    append(out, value);
    return out.toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof String s) {
      appendString(out, s);
    } else if (value instanceof Boolean b) {
      out.append(b);
    } else if (value instanceof Number n) {
      appendNumber(out, n);
    } else if (value instanceof List<?> list) {
      out.append('[');
      String separator = "";
      for (Object element : list) {
        out.append(separator);
        append(out, element);
        separator = ",";
      }
      out.append(']');
    } else if (value instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put((String) k, v));
      out.append('{');
      String separator = "";
      for (Map.Entry<String, Object> entry : sorted.entrySet()) {
        out.append(separator);
        appendString(out, entry.getKey());
        out.append(':');
        append(out, entry.getValue());
        separator = ",";
      }
      out.append('}');
    } else {
      throw new IllegalArgumentException("cannot be part of a work key: " + value);
    }
  }

  private static void appendNumber(StringBuilder out, Number n) {
    if (n instanceof Double d && !Double.isFinite(d)) {
      throw new IllegalArgumentException("cannot be part of a work key: " + n);
    }
    BigDecimal decimal = new BigDecimal(n.toString());
    // stripTrailingZeros leaves 0.0 as 0.0 on some values of scale; compare instead.
    out.append(decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString());
  }

  private static void appendString(StringBuilder out, String s) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
