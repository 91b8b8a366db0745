package dev.sluice.ratelimit;

/** A clock that only goes forward and says nothing about the date. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary origin; only differences mean something. */
  long nanos();

  /** The clock of this JVM. */
  static Ticker system() {
    return System::nanoTime;
  }
}
