package dev.sluice.emulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every route of a server by its name: method and path, with ids replaced by {@code {id}}. */
final class Routes {
  private static final String ID = "{id}";

  private final Map<String, Route> byName = new LinkedHashMap<>();
  private final List<Pattern> patterns = new ArrayList<>();

  /** Answers a request. */
  interface Handler {
    void handle(Exchange exchange) throws IOException;
  }

  /** Answers a request that is limited and logged. */
  interface Creating {
    void handle(Exchange exchange, Admission admission) throws IOException;
  }

  /** Tells what a request counts as. */
  interface Sorting {
    Operation of(Exchange exchange) throws IOException;
  }

  /** What stands behind a name. */
  sealed interface Route {
    String name();
  }

  /**
   * A route that nobody pays for.
   *
   * @param name its name
   * @param handler answers it
   */
  record Free(String name, Handler handler) implements Route {}

  /**
   * A route outside the API, that needs no key.
   *
   * @param name its name
   * @param handler answers it
   */
  record Open(String name, Handler handler) implements Route {}

  /**
   * A route that a real provider would bill.
   *
   * @param name its name
   * @param operation what it counts as
   * @param success the HTTP status of success
   * @param creating answers it
   */
  record Paid(String name, Sorting operation, int success, Creating creating) implements Route {

    /** Whether the answer comes before the work. */
    boolean leavesWork() {
      return success != 200;
    }
  }

  /**
   * The route of a request.
   *
   * @param route what it is for
   * @param ids what stood in the places of the ids
   */
  record Match(Route route, List<String> ids) {}

  private record Pattern(Route route, List<String> segments, long ids) {
    static Pattern of(Route route) {
      List<String> segments = List.of(route.name().replaceFirst(" /", "/").split("/"));
      return new Pattern(route, segments, segments.stream().filter(ID::equals).count());
    }

    Optional<List<String>> ids(List<String> asked) {
      if (segments.size() != asked.size()) {
        return Optional.empty();
      }
      List<String> found = new ArrayList<>();
      for (int i = 0; i < asked.size(); i++) {
        if (segments.get(i).equals(ID)) {
          found.add(asked.get(i));
        } else if (!segments.get(i).equals(asked.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(found);
    }
  }

  /** Adds a route that nobody pays for. */
  Routes on(String name, Handler handler) {
    return add(new Free(name, handler));
  }

  /** Adds a route outside the API, that needs no key. */
  Routes open(String name, Handler handler) {
    return add(new Open(name, handler));
  }

  /** Adds a route that a real provider would bill. */
  Routes paid(String name, Operation operation, int success, Creating creating) {
    return paid(name, exchange -> operation, success, creating);
  }

  /** The same, where the body of the request tells what it counts as. */
  Routes paid(String name, Sorting operation, int success, Creating creating) {
    return add(new Paid(name, operation, success, creating));
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  Optional<Route> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The route of a method and a path; one that spells it out goes before one with ids. */
  Optional<Match> match(String method, List<String> path) {
    List<String> asked = new ArrayList<>(path.size() + 1);
    asked.add(method);
    asked.addAll(path);
    Match best = null;
    long fewest = Long.MAX_VALUE;
    for (Pattern pattern : patterns) {
      Optional<List<String>> ids = pattern.ids < fewest ? pattern.ids(asked) : Optional.empty();
      if (ids.isPresent()) {
        best = new Match(pattern.route, ids.get());
        fewest = pattern.ids;
      }
    }
    return Optional.ofNullable(best);
  }

  private Routes add(Route route) {
    if (byName.put(route.name(), route) != null) {
      throw new IllegalStateException("two routes are called " + route.name());
    }
    patterns.add(Pattern.of(route));
    return this;
  }
}
