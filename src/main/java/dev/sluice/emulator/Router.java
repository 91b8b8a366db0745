package dev.sluice.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes every request through key, script of faults and limit to its route. Thread-safe. */
final class Router implements HttpHandler {
  private static final Logger LOG = Logger.getLogger(Router.class.getName());

  private final EmulatorConf conf;
  private final EmulatorLog log;
  private final Faults faults;
  private final Limiter limiter;
  private final AssetRoutes assets;
  private final EmbedRoutes embeds;
  private final AnalyzeRoutes analyses;

  Router(
      EmulatorConf conf,
      EmulatorLog log,
      Faults faults,
      Limiter limiter,
      AssetRoutes assets,
      EmbedRoutes embeds,
      AnalyzeRoutes analyses) {
    this.conf = conf;
    this.log = log;
    this.faults = faults;
    this.limiter = limiter;
    this.assets = assets;
    this.embeds = embeds;
    this.analyses = analyses;
  }

  /** A connection that is cut on purpose. */
  private static final class Dropped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    List<String> path =
        Arrays.stream(http.getRequestURI().getPath().split("/")).filter(s -> !s.isEmpty()).toList();
    if (path.equals(List.of("_emulator", "log"))) {
      Exchange admin = new Exchange(http, path);
      admin.answerHeader("X-Sluice-Emulator", servedBy(path));
      admin.answer(200, log.json());
      return;
    }
    boolean versioned = !path.isEmpty() && path.get(0).equals("v1.3");
    Exchange exchange = new Exchange(http, versioned ? path.subList(1, path.size()) : List.of());
    String route = exchange.method() + " " + pattern(exchange.path());
    try {
      exchange.answerHeader("X-Sluice-Emulator", servedBy(exchange.path()));
      if (!conf.accepts(exchange.header("x-api-key").orElse(null))) {
        throw ApiError.badKey();
      }
      route(exchange);
    } catch (Dropped e) {
      http.close();
    } catch (ApiError e) {
      exchange.discardBody();
      exchange.answer(e.status(), e.body());
    } catch (IOException e) {
      http.close();
      LOG.log(Level.FINE, "a client went away", e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the emulator failed on " + route, e);
      exchange.answer(500, ApiError.internal().body());
    } finally {
      log.answered(route, Math.max(0, http.getResponseCode()));
    }
  }

  private void route(Exchange exchange) throws IOException {
    String id = exchange.path().isEmpty() ? "" : exchange.path().get(exchange.path().size() - 1);
    switch (exchange.method() + " " + pattern(exchange.path())) {
      case "POST /assets" -> create(exchange, Operation.UPLOAD);
      case "GET /assets" -> assets.list(exchange);
      case "GET /assets/{id}" -> assets.get(exchange, id);
      case "DELETE /assets/{id}" -> assets.delete(exchange, id);
      case "POST /embed-v2/tasks" -> create(exchange, Operation.EMBED);
      case "GET /embed-v2/tasks" -> embeds.list(exchange);
      case "GET /embed-v2/tasks/{id}" -> embeds.get(exchange, id);
      case "POST /analyze/tasks" -> create(exchange, Operation.ANALYZE);
      case "GET /analyze/tasks" -> analyses.list(exchange);
      case "GET /analyze/tasks/{id}" -> analyses.get(exchange, id);
      case "DELETE /analyze/tasks/{id}" -> analyses.delete(exchange, id);
      default ->
          throw ApiError.plain(
              404,
              "not_found",
              "%s %s is not a route of the emulator."
                  .formatted(exchange.method(), String.join("/", exchange.path())));
    }
  }

  private void create(Exchange exchange, Operation operation) throws IOException {
    Optional<Fault> fault = faults.take(operation);
    if (fault.isPresent()) {
      refuse(exchange, operation, fault.get());
    }
    Limiter.Standing standing = limiter.ask(operation);
    if (!standing.granted()) {
      throw tooMany(exchange, operation, standing.reset().getEpochSecond());
    }
    if (standing.remaining() >= 0) {
      exchange.answerHeader(
          "X-RateLimit-Request-Remaining", Integer.toString(standing.remaining()));
      exchange.answerHeader(
          "X-RateLimit-Request-Reset", Long.toString(standing.reset().getEpochSecond()));
    }
    boolean fails = fault.equals(Optional.of(Fault.WORK_FAILS));
    Accepted accepted =
        switch (operation) {
          case UPLOAD -> assets.create(exchange, fails);
          case EMBED -> embeds.create(exchange, fails);
          case ANALYZE -> analyses.create(exchange, fails);
        };
    if (accepted.isNew()) {
      log.created(operation);
    } else {
      log.replayed(operation);
    }
    if (fault.equals(Optional.of(Fault.DROPPED_AFTER))) {
      throw new Dropped();
    }
    if (fault.equals(Optional.of(Fault.SERVER_ERROR_AFTER))) {
      throw ApiError.internal();
    }
    exchange.answer(accepted.status(), accepted.body());
  }

  private static void refuse(Exchange exchange, Operation operation, Fault fault) {
    switch (fault) {
      case SERVER_ERROR -> throw ApiError.internal();
      case UNAUTHORIZED -> throw ApiError.badKey();
      case DROPPED_BEFORE -> throw new Dropped();
      case RATE_LIMITED ->
          throw tooMany(exchange, operation, System.currentTimeMillis() / 1000 + 1);
      case DROPPED_AFTER, SERVER_ERROR_AFTER, WORK_FAILS -> {
        // These come later.
      }
    }
  }

  private static ApiError tooMany(Exchange exchange, Operation operation, long reset) {
    exchange.answerHeader("X-RateLimit-Request-Remaining", "0");
    exchange.answerHeader("X-RateLimit-Request-Reset", Long.toString(reset));
    return ApiError.plain(
        429,
        "too_many_requests",
        "You have exceeded the rate limit (%s requests per minute). Please try again later."
            .formatted(operation.key()));
  }

  /** Which local model answers a route; an upload may go to either. */
  private static String servedBy(List<String> path) {
    return switch (path.isEmpty() ? "" : path.get(0)) {
      case "embed-v2" -> AppearanceModel.name();
      case "analyze" -> ObjectDetector.name();
      default -> AppearanceModel.name() + ", " + ObjectDetector.name();
    };
  }

  /** The path with its id replaced, so that counters and routes have few names. */
  private static String pattern(List<String> path) {
    int fixed = path.isEmpty() || path.get(0).equals("assets") ? 1 : 2;
    if (path.size() == fixed + 1) {
      return "/" + String.join("/", path.subList(0, fixed)) + "/{id}";
    }
    return "/" + String.join("/", path);
  }
}
