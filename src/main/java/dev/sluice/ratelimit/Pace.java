package dev.sluice.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Says when the next call may go out, for several limits at once. Within any sliding window of any
 * limit, what is granted never exceeds its amount; limits of a minute or less are also spread
 * evenly, with bursts of at most one second of the rate (or one call, where that is more). Asked
 * without pause, it grants at least 97 percent of the tightest limit, as long as single calls are
 * small against it.
 *
 * <p>Thread-safe. Never sleeps: the caller does.
 */
public final class Pace {
  private static final Duration LONGEST_COOL_DOWN = Duration.ofDays(7);

  private final List<RateWindow> windows;
  private final Ticker ticker;
  private final long origin;
  private long now;
  private long coolUntil;

  private Pace(List<RateLimit> limits, Ticker ticker) {
    this.windows = limits.stream().map(RateWindow::new).toList();
    this.ticker = ticker;
    this.origin = ticker.nanos();
  }

  /**
   * A pace with no history.
   *
   * @param limits all of them hold together; none means no limit
   * @param ticker the time it goes by
   */
  public static Pace of(List<RateLimit> limits, Ticker ticker) {
    return new Pace(limits, ticker);
  }

  /**
   * Asks for one call now. Only {@link Reservation.Granted} counts against the limits, from now
   * until a window after {@link #answered}: the provider counts a request when it arrives, and that
   * may be long after it was granted.
   */
  public synchronized Reservation tryReserve(Cost cost) {
    long time = time();
    long wait = Math.max(0, coolUntil - time);
    for (RateWindow window : windows) {
      if (!window.canEverFit(cost)) {
        return new Reservation.TooLarge(window.limit());
      }
      wait = Math.max(wait, window.waitNanos(cost, time));
    }
    if (wait > 0) {
      return new Reservation.Later(Duration.ofNanos(wait));
    }
    windows.forEach(window -> window.add(cost, time));
    return new Reservation.Granted();
  }

  /** A call that was granted has ended, in whatever way; say so once for each. */
  public synchronized void answered(Cost cost) {
    long time = time();
    windows.forEach(window -> window.answered(cost, time));
  }

  /**
   * Grants nothing until this much time has passed, at most seven days. A shorter one never ends a
   * longer one; zero changes nothing.
   */
  public synchronized void coolDown(Duration pause) {
    if (!pause.isNegative()) {
      Duration bounded = pause.compareTo(LONGEST_COOL_DOWN) < 0 ? pause : LONGEST_COOL_DOWN;
      coolUntil = Math.max(coolUntil, time() + bounded.toNanos());
    }
  }

  /**
   * Counts a call that was made before this pace existed, for example by an earlier run.
   *
   * @param cost what it counted for
   * @param age how long ago; a negative age counts as now
   */
  public synchronized void seed(Cost cost, Duration age) {
    long time = time();
    long at = age.isNegative() ? time : time - age.toNanos();
    windows.forEach(window -> window.addEarlier(cost, at, time));
  }

  /**
   * The provider says how many requests are left until a point in time. Where that is clearly fewer
   * than are left here, others use the account too: the difference counts as used until then. More
   * than are left here changes nothing.
   *
   * @param requestsLeft what the provider says, 0 or more
   * @param until how long until it counts anew
   */
  public synchronized void told(long requestsLeft, Duration until) {
    if (until.isNegative() || until.isZero()) {
      return;
    }
    long time = time();
    windows.stream()
        .filter(window -> window.limit().dimension() == Dimension.REQUESTS)
        .filter(window -> window.limit().window().compareTo(until) >= 0)
        .min(Comparator.comparing(window -> window.limit().window()))
        .ifPresent(window -> window.othersLeave(requestsLeft, time + until.toNanos(), time));
  }

  private long time() {
    now = Math.max(now, ticker.nanos() - origin);
    return now;
  }
}
