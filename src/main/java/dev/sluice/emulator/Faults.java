package dev.sluice.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The script of things that will go wrong. A request that passed its limit meets the first rule
 * that fits it, in the order in which they were scripted; a rule by number is used up by the
 * requests it met, even when they are refused for another reason. A restart forgets the script.
 * Thread-safe.
 */
public final class Faults {
  /** Stands for every route. */
  public static final String ANY = "*";

  private final List<Rule> rules = new ArrayList<>();
  private final Clock clock;
  private final Routes routes;

  Faults(Clock clock, Routes routes) {
    this.clock = clock;
    this.routes = routes;
  }

  /**
   * One line of the script.
   *
   * @param route method and path with ids replaced, or {@code *}
   * @param fault what goes wrong
   * @param chance which requests it happens to
   */
  record Rule(String route, Fault fault, Chance chance) {}

  /** Which requests something happens to. */
  sealed interface Chance {
    /** Whether it happens to this one. */
    boolean happens(Instant now);

    /** Whether it can never happen again. */
    boolean isOver(Instant now);
  }

  /**
   * Makes the next creates of an operation go wrong.
   *
   * @param operation which creates
   * @param fault how
   * @param times how many, 1 or more
   */
  public void next(Operation operation, Fault fault, int times) {
    next(operation.route(), fault, times);
  }

  /**
   * Makes the next requests to a route go wrong.
   *
   * @param route method and path with ids replaced, for example {@code GET /embed-v2/tasks/{id}},
   *     or {@link #ANY}
   * @param fault how
   * @param times how many, 1 or more
   */
  public void next(String route, Fault fault, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times must be 1 or more, not " + times);
    }
    add(new Rule(route, fault, new Times(times)));
  }

  /**
   * Makes a share of the requests to a route go wrong, until the script is cleared.
   *
   * @param route as above
   * @param fault how
   * @param share above 0, at most 1
   * @param seed of the draws: the same seed picks the same requests by their order
   */
  public void some(String route, Fault fault, double share, long seed) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share must be above 0 and at most 1, not " + share);
    }
    add(new Rule(route, fault, new Share(share, new SplittableRandom(seed))));
  }

  /** Makes all requests to a route go wrong for a time. */
  public void during(String route, Fault fault, Duration time) {
    add(new Rule(route, fault, new Until(clock.instant().plus(time))));
  }

  /** Forgets what has not gone wrong yet. */
  public synchronized void clear() {
    rules.clear();
  }

  synchronized Optional<Fault> take(String route) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    rules.removeIf(rule -> rule.chance().isOver(now));
    for (Rule rule : rules) {
      boolean fits = rule.route().equals(ANY) || rule.route().equals(route);
      if (fits && rule.chance().happens(now)) {
        return Optional.of(rule.fault());
      }
    }
    return Optional.empty();
  }

  synchronized List<Rule> script() {
    return List.copyOf(rules);
  }

  private boolean leavesWork(String route) {
    return routes.find(route).filter(Routes.Paid.class::isInstance).stream()
        .anyMatch(paid -> ((Routes.Paid) paid).leavesWork());
  }

  private synchronized void add(Rule rule) {
    if (!rule.route().equals(ANY) && routes.find(rule.route()).isEmpty()) {
      throw new IllegalArgumentException(
          "no route %s; known: * and %s"
              .formatted(rule.route(), String.join(", ", routes.names())));
    }
    if (rule.fault().isOfWork() && !leavesWork(rule.route())) {
      throw new IllegalArgumentException(
          "%s happens to creates only, not to %s".formatted(rule.fault().key(), rule.route()));
    }
    rules.add(rule);
  }

  /** The next ones. */
  private static final class Times implements Chance {
    private int left;

    Times(int left) {
      this.left = left;
    }

    @Override
    public boolean happens(Instant now) {
      return left-- > 0;
    }

    @Override
    public boolean isOver(Instant now) {
      return left <= 0;
    }
  }

  /** Some of them. */
  private record Share(double share, SplittableRandom random) implements Chance {
    @Override
    public boolean happens(Instant now) {
      return random.nextDouble() < share;
    }

    @Override
    public boolean isOver(Instant now) {
      return false;
    }
  }

  /** All of them, for a time. */
  private record Until(Instant end) implements Chance {
    @Override
    public boolean happens(Instant now) {
      return now.isBefore(end);
    }

    @Override
    public boolean isOver(Instant now) {
      return !now.isBefore(end);
    }
  }
}
