package dev.sluice.twelvelabs;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP answer, as plain data.
 *
 * @param status the status code
 * @param headers by lower-case name
 * @param body decoded, complete
 */
record Reply(int status, Map<String, String> headers, byte[] body) {
  Reply {
    Map<String, String> lower = new TreeMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    headers = lower;
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The header's value, or {@code ""}. */
  String header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, "");
  }
}
