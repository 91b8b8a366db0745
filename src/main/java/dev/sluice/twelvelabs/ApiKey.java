package dev.sluice.twelvelabs;

/** A key in memory. Never printed, never serialized. */
final class ApiKey {
  private final String value;

  ApiKey(String value) {
    this.value = value;
  }

  /** Only for the request header and for taking the key out of messages. */
  String value() {
    return value;
  }

  @Override
  public String toString() {
    return "ApiKey[hidden]";
  }
}
